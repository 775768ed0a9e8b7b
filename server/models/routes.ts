import type { Context } from '../ground/context.ts'
import type { Routes } from '../http/http.ts'
import type { SetUpModels } from './set-up.ts'

export function modelRoutes(routes: Routes, ctx: Context, models: SetUpModels): void {
  routes.on('GET /api/models', () => models.shown)
  routes.on('PUT /api/models', ({ input }) => models.choose(input.body))
  routes.on('PUT /api/models/:id', ({ input }) => models.save(input.params.id, input.body))
  routes.on('DELETE /api/models/:id', ({ input }) => models.remove(input.params.id))
  routes.on('POST /api/model/check', ({ input }) => models.check(input.body.model))

  const costs = async () => ({
    costs: ctx.budget.costs,
    month: await ctx.budget.month(0),
    day: await ctx.ration.today(),
  })
  routes.on('GET /api/model-costs', costs)
  routes.on('PUT /api/model-costs', async ({ input }) => {
    await ctx.budget.change(ctx, input.body)
    return costs()
  })
}
