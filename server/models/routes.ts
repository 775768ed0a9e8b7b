import type { Routes } from '../http/http.ts'
import type { SetUpModels } from './set-up.ts'

export function modelRoutes(routes: Routes, models: SetUpModels): void {
  routes.on('GET /api/models', () => models.shown)
  routes.on('PUT /api/models', ({ input }) => models.choose(input.body))
  routes.on('PUT /api/models/:id', ({ input }) => models.save(input.params.id, input.body))
  routes.on('DELETE /api/models/:id', ({ input }) => models.remove(input.params.id))
  routes.on('POST /api/model/check', ({ input }) => models.check(input.body.model))
}
