import type { Context } from '../ground/context.ts'
import { Conflict } from '../ground/errors.ts'
import type { Routes } from '../http/http.ts'
import { giveUp, listFailures, sendAgain } from './outbox.ts'
import { sendBy } from './postman.ts'

/** The server that mail goes out by, and what did not go out. */
export function mailRoutes(routes: Routes, ctx: Context): void {
  routes.on('GET /api/mail', () => ctx.mail.shown)
  routes.on('PUT /api/mail', ({ input }) => ctx.mail.save(ctx, input.body))
  routes.on('DELETE /api/mail', () => ctx.mail.remove(ctx))

  routes.on('POST /api/mail/test', async ({ actor }) => {
    const { email: to } = actor.person
    const { server } = ctx.mail
    if (!server) throw new Conflict('no_server', 'No mail server is set up.')
    try {
      await sendBy(server, {
        to,
        subject: 'A test from Halo',
        paragraphs: ['If you can read this, mail from Halo arrives here.'],
        reason: 'You asked for this test under Settings.',
      })
    } catch (error) {
      throw new Conflict('not_sent', `Not sent. ${(error as Error).message}`)
    }
    return { to }
  })

  routes.on('GET /api/mail/failures', async () => ({ mails: await listFailures(ctx.db.reads) }))
  routes.on('POST /api/mail/failures/:id/again', async ({ input }) => {
    await sendAgain(ctx, input.params.id)
    return { ok: true as const }
  })
  routes.on('DELETE /api/mail/failures/:id', async ({ input }) => {
    await giveUp(ctx, input.params.id)
    return { ok: true as const }
  })
}
