import type { Context } from '../ground/context.ts'
import type { Routes } from '../http/http.ts'
import { face } from '../ground/face.ts'
import { erasePerson, listErasures } from './erase.ts'
import { exportPerson, findPeople, readHoldings } from './person.ts'
import { countDue } from './retention.ts'
import { readPrivacy, writePrivacy } from './settings.ts'

/** How long what is kept, and one person's data, as a file or gone. */
export function privacyRoutes(routes: Routes, ctx: Context): void {
  routes.on('GET /api/privacy', async () => ({
    privacy: await readPrivacy(ctx.db.reads),
    erasures: await listErasures(ctx),
  }))
  routes.on('POST /api/privacy/due', async ({ input }) => ({
    due: await countDue(ctx, input.body.retention, Date.now()),
  }))
  routes.on('PUT /api/privacy', async ({ input }) => ({ privacy: await writePrivacy(ctx, input.body) }))
  routes.on('GET /api/people', async ({ input }) => ({ people: await findPeople(ctx, input.query.text) }))
  routes.on('GET /api/people/:id', ({ input }) => readHoldings(ctx, input.params.id))

  routes.on('GET /api/people/:id/export', ({ input, reply }) => {
    reply
      .header('content-disposition', `attachment; filename="halo-${input.params.id}.json"`)
      .header('cache-control', 'no-store')
    return exportPerson(ctx, input.params.id)
  })

  routes.on('POST /api/people/:id/erasure', async ({ input: { params, body }, actor }) => ({
    erasure: await erasePerson(ctx, face(actor.person), params.id, body),
  }))
}
