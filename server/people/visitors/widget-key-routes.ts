import type { Context } from '../../ground/context.ts'
import type { Routes } from '../../http/http.ts'
import { listWidgetKeys, type WidgetKeys } from './widget-keys.ts'

export function widgetKeyRoutes(routes: Routes, ctx: Context, keys: WidgetKeys): void {
  routes.on('GET /api/widget-keys', async () => ({ widgetKeys: await listWidgetKeys(ctx.db.reads) }))
  routes.on('POST /api/widget-keys', async ({ input }) => ({ widgetKey: await keys.make(input.body) }))
  routes.on('PUT /api/widget-keys/:id', async ({ input }) => ({
    widgetKey: await keys.change(input.params.id, input.body),
  }))
  routes.on('PUT /api/widget-keys/:id/revocation', async ({ input }) => ({
    widgetKey: await keys.revoke(input.params.id),
  }))
  routes.on('DELETE /api/widget-keys/:id/revocation', async ({ input }) => ({
    widgetKey: await keys.restore(input.params.id),
  }))
}
