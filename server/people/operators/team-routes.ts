import type { Context } from '../../ground/context.ts'
import { allows } from '../../../protocol/access.ts'
import type { Routes } from '../../http/http.ts'
import { acceptInvite, invite, listInvites, readInvite, withdrawInvite, type Inviting } from './invites.ts'
import { keepMailWishes, readMailWishes } from './mail-wishes.ts'
import { changeAccess, listMembers, removeMember } from './members.ts'
import type { Operators } from './operators.ts'
import { changeOwnFace } from './own-face.ts'
import { demandFactor, demandsFactor } from './policy.ts'
import { askReset, resetLink, resetPassword } from './resets.ts'
import { deviceCookie } from './known-devices.ts'
import { endSessions, endSessionsOf, listSessions } from './sessions.ts'
import { tellAsked, tellSignedIn } from './sign-in-news.ts'

/** Who works here, how they come in, and what they may do. */
export function teamRoutes(routes: Routes, ctx: Context, operators: Operators, inviting: Inviting): void {
  routes.on('GET /api/team', async ({ actor }) => ({
    members: await listMembers(ctx.db.reads),
    invites: allows(actor.person.access, 'team:manage') ? await listInvites(ctx.db.reads, inviting) : [],
  }))

  routes.on('PUT /api/me', async ({ input: { body }, actor }) => ({
    operator: await changeOwnFace(ctx, { id: actor.person.id, ...body }),
  }))

  routes.on('GET /api/me/mail', async ({ actor }) => ({
    wishes: await readMailWishes(ctx.db.reads, actor.id),
    isOn: ctx.mail.isOn,
  }))

  routes.on('PUT /api/me/mail', async ({ input, actor }) => ({
    wishes: await keepMailWishes(ctx, actor.id, input.body),
  }))

  routes.on('GET /api/team/policy', async () => ({ secondFactor: await demandsFactor(ctx.db.reads) }))

  routes.on('PUT /api/team/policy', async ({ input: { body }, actor }) => {
    await demandFactor(ctx, actor.person, body.secondFactor)
    return body
  })

  routes.on('POST /api/team/invites', ({ input, actor }) => invite(ctx, inviting, actor.person, input.body))

  routes.on('DELETE /api/invites/:id', async ({ input }) => {
    await withdrawInvite(ctx, input.params.id)
    return { ok: true as const }
  })

  routes.on('PATCH /api/team/:id', async ({ input: { params, body }, actor }) => ({
    member: await changeAccess(ctx, actor.person, params.id, body.access),
  }))

  routes.on('DELETE /api/team/:id', async ({ input, actor }) => {
    await removeMember(ctx, actor.person, input.params.id)
    return { ok: true as const }
  })

  routes.on('POST /api/team/:id/reset-link', ({ input, actor }) =>
    resetLink(ctx, inviting, actor.person, input.params.id),
  )

  routes.on('POST /api/resets', async ({ input: { body }, request }) => {
    const asked = await askReset(ctx, body.email)
    await tellAsked(ctx.db, body.email, request)
    return asked
  })

  routes.on('POST /api/resets/:id', async ({ input: { params, body }, reply }) => {
    const { email } = await resetPassword(ctx, inviting, { ...params, ...body })
    // Whoever was handed the link does not wait for what strangers tried meanwhile.
    reply.header('set-cookie', deviceCookie(operators, email))
    return { ok: true as const }
  })

  routes.on('GET /api/invites/:id', async ({ input: { params, query } }) => {
    const { email, by } = await readInvite(ctx.db.reads, inviting, { ...params, ...query })
    return { email, by }
  })

  routes.on('POST /api/invites/:id', async ({ input: { params, body }, request, reply }) => {
    const { email, person } = await acceptInvite(ctx, inviting, { ...params, ...body })
    const signedIn = await operators.signIn(email, body.password)
    await tellSignedIn(ctx.db, person, request, 'POST /api/invites/:id')
    reply.header('set-cookie', signedIn.getSetCookie())
    return { operator: person }
  })

  routes.on('GET /api/sessions', async ({ actor, request }) => ({
    sessions: await listSessions(ctx, actor.id, request.headers.cookie ?? ''),
  }))

  routes.on('DELETE /api/sessions/:id', async ({ input, actor }) => {
    await endSessions(ctx, actor.id, input.params.id)
    return { ok: true as const }
  })

  routes.on('DELETE /api/team/:id/sessions', async ({ input, actor }) => {
    await endSessionsOf(ctx, actor.person, input.params.id)
    return { ok: true as const }
  })
}
