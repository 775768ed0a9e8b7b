import type { Context } from '../../ground/context.ts'
import type { Routes } from '../../http/http.ts'
import { countSegments, fieldsInUse, idsIn } from './count.ts'
import { orderSegments, removeSegment, writeSegment } from './segments.ts'

export function segmentRoutes(routes: Routes, ctx: Context): void {
  routes.on('GET /api/segments', async ({ actor }) => ({ segments: await countSegments(ctx, actor.person) }))
  routes.on('PUT /api/segments/:id', async ({ input: { params, body }, actor }) => ({
    segment: await writeSegment(ctx, actor.person, params.id, body),
  }))

  routes.on('DELETE /api/segments/:id', async ({ input, actor }) => {
    await removeSegment(ctx, actor.person, input.params.id)
    return { ok: true as const }
  })

  routes.on('POST /api/segments/order', async ({ input, actor }) => ({
    segments: await orderSegments(ctx, actor.person, input.body.ids),
  }))
  routes.on('POST /api/segments/trial', async ({ input: { body }, actor }) => ({
    count: (await idsIn(ctx.db.reads, body.kind, body.filter, actor.id)).length,
  }))
  routes.on('GET /api/segment-fields', async () => ({
    fields: await fieldsInUse(ctx),
    agents: await ctx.db.reads.selectFrom('agents').select(['id', 'name']).orderBy('name').orderBy('id').execute(),
  }))
}
