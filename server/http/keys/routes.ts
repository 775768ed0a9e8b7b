import type { Context } from '../../ground/context.ts'
import type { Routes } from '../http.ts'
import { face } from '../../ground/face.ts'
import { listKeys, makeKey, revokeKey } from './keys.ts'

export function keyRoutes(routes: Routes, ctx: Context): void {
  routes.on('GET /api/keys', async () => ({ keys: await listKeys(ctx.db.reads) }))
  routes.on('POST /api/keys', ({ input, actor }) => makeKey(ctx.db, face(actor.person), input.body))
  routes.on('DELETE /api/keys/:id', async ({ input }) => ({ key: await revokeKey(ctx.db, input.params.id) }))
}
