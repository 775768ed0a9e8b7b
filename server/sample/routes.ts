import type { Context } from '../ground/context.ts'
import type { Routes } from '../http/http.ts'
import { loadSample, readSample, removeSample } from './sample.ts'

export function sampleRoutes(routes: Routes, ctx: Context): void {
  routes.on('GET /api/sample', async () => ({ sample: await readSample(ctx) }))
  routes.on('POST /api/sample', async () => ({ sample: await loadSample(ctx) }))
  routes.on('DELETE /api/sample', async () => ({ sample: await removeSample(ctx) }))
}
