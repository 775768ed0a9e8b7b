import type { Context } from '../ground/context.ts'
import type { Seal } from '../ground/seal.ts'
import type { Routes } from '../http/http.ts'
import { listWebhooks, putWebhook, removeWebhook, replayWebhook } from './webhooks.ts'

export function webhookRoutes(routes: Routes, ctx: Context, seal: Seal): void {
  routes.on('GET /api/v1/webhooks', async () => ({ webhooks: await listWebhooks(ctx.db.reads) }))
  routes.on('PUT /api/v1/webhooks/:id', ({ input: { params, body } }) => putWebhook(ctx, seal, params.id, body))
  routes.on('POST /api/v1/webhooks/:id/replay', async ({ input: { params, body } }) => ({
    webhook: await replayWebhook(ctx, params.id, body.after),
  }))
  routes.on('DELETE /api/v1/webhooks/:id', async ({ input }) => {
    await removeWebhook(ctx, input.params.id)
    return { ok: true as const }
  })
}
