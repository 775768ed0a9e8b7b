import type { Context } from '../ground/context.ts'
import { Conflict } from '../ground/errors.ts'
import type { Routes } from '../http/http.ts'
import type { Seal } from '../ground/seal.ts'
import { keepChannel, listChannels, removeChannel } from './channels.ts'
import type { Courier } from './courier.ts'
import { listDeadLetters, sendAgain } from './deliveries.ts'
import { listIncidents } from './incidents.ts'
import { NotDelivered } from './not-delivered.ts'

/** Incidents, and where they are told. */
export function alertRoutes(
  routes: Routes,
  ctx: Context,
  { seal, courier }: { seal: Seal; courier: Courier },
): void {
  routes.on('GET /api/alerts', async () => ({ incidents: await listIncidents(ctx) }))
  routes.on('GET /api/alert-channels', async () => ({ channels: await listChannels(ctx) }))
  routes.on('PUT /api/alert-channels/:id', ({ input: { params, body } }) => keepChannel(ctx, seal, params.id, body))

  routes.on('DELETE /api/alert-channels/:id', async ({ input }) => {
    await removeChannel(ctx, input.params.id)
    return { ok: true as const }
  })

  routes.on('POST /api/alert-channels/:id/test', async ({ input }) => {
    try {
      await courier.test(input.params.id)
    } catch (error) {
      if (error instanceof NotDelivered) throw new Conflict('not_delivered', `Not delivered. ${error.message}`)
      throw error
    }
    return { ok: true as const }
  })

  routes.on('GET /api/alert-letters', async () => ({ letters: await listDeadLetters(ctx) }))

  routes.on('POST /api/alert-letters/:id/again', async ({ input }) => {
    await sendAgain(ctx, input.params.id)
    return { ok: true as const }
  })
}
