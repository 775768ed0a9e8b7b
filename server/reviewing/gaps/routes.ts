import type { Context } from '../../ground/context.ts'
import type { Routes } from '../../http/http.ts'
import { dismissGap, listGaps, reopenGap } from './gaps.ts'

export function gapRoutes(routes: Routes, ctx: Context): void {
  routes.on('GET /api/gaps', async ({ input }) => ({ gaps: await listGaps(ctx, input.query.state) }))

  routes.on('POST /api/gaps/:id/dismissal', async ({ input }) => {
    await dismissGap(ctx, input.params.id)
    return { ok: true as const }
  })

  routes.on('DELETE /api/gaps/:id/dismissal', async ({ input }) => {
    await reopenGap(ctx, input.params.id)
    return { ok: true as const }
  })
}
