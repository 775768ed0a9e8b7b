import type { Context } from '../ground/context.ts'
import { NotFound } from '../ground/errors.ts'
import type { Seal } from '../ground/seal.ts'
import type { Routes } from '../http/http.ts'
import { listDeliveries } from './deliveries.ts'
import type { Teller } from './teller.ts'
import { listWebhooks, putWebhook, removeWebhook, replayWebhook } from './webhooks.ts'

/** For programs and for the screen alike. */
export function webhookRoutes(
  routes: Routes,
  ctx: Context,
  { seal, teller }: { seal: Seal; teller: Teller },
): void {
  for (const root of ['/api/v1/webhooks', '/api/webhooks'] as const) {
    routes.on(`GET ${root}`, async () => ({ webhooks: await listWebhooks(ctx.db.reads) }))
    routes.on(`PUT ${root}/:id`, ({ input: { params, body } }) => putWebhook(ctx, seal, params.id, body))
    routes.on(`POST ${root}/:id/replay`, async ({ input: { params, body } }) => ({
      webhook: await replayWebhook(ctx, params.id, body),
    }))
    routes.on(`GET ${root}/:id/deliveries`, async ({ input: { params } }) => {
      const known = (await listWebhooks(ctx.db.reads)).some(({ id }) => id === params.id)
      if (!known) throw new NotFound('There is no such webhook')
      return { deliveries: await listDeliveries(ctx.db.reads, params.id) }
    })
    routes.on(`POST ${root}/:id/deliveries/:position/again`, async ({ input: { params } }) => {
      await teller.again(params.id, params.position)
      return { ok: true as const }
    })
    routes.on(`DELETE ${root}/:id`, async ({ input }) => {
      await removeWebhook(ctx, input.params.id)
      return { ok: true as const }
    })
  }
}
