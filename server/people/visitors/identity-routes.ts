import type { Routes } from '../../http/http.ts'
import type { IdentityCheck } from './identity.ts'

export function identityRoutes(routes: Routes, check: IdentityCheck): void {
  routes.on('GET /api/identity', () => ({ identity: check.identity }))
  routes.on('PUT /api/identity', async ({ input }) => ({ identity: await check.require(input.body.required) }))
  routes.on('POST /api/identity/secrets', ({ input }) => check.addSecret(input.body.id))
  routes.on('DELETE /api/identity/secrets/:id', async ({ input }) => ({
    identity: await check.removeSecret(input.params.id),
  }))
}
