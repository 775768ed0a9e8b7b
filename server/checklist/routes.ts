import type { Context } from '../ground/context.ts'
import type { Routes } from '../http/http.ts'
import { readChecklist } from './checklist.ts'

export function checklistRoutes(routes: Routes, ctx: Context): void {
  routes.on('GET /api/checklist', async ({ request }) => ({
    checklist: await readChecklist(ctx, request.host),
  }))
}
