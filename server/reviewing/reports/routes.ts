import type { Context } from '../../ground/context.ts'
import type { Routes } from '../../http/http.ts'
import { judgeMood } from './moods.ts'
import { readReport } from './report.ts'

export function reportRoutes(routes: Routes, ctx: Context): void {
  routes.on('GET /api/reports', ({ input }) => readReport(ctx, input.query))

  routes.on(
    'PUT /api/conversations/:id/messages/:messageId/mood',
    async ({
      input: { params, body },
      actor: {
        person: { id, name, image },
      },
    }) => {
      await judgeMood(ctx, { id, name, image }, params, body.mood)
      return { ok: true as const }
    },
  )
}
