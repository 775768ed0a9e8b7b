import type { Context } from '../../ground/context.ts'
import type { Routes } from '../http.ts'
import { exportEntries, listChoices, listEntries } from './entries.ts'

export function auditRoutes(routes: Routes, ctx: Context): void {
  routes.on(
    'GET /api/audit',
    ({
      input: {
        query: { cursor, limit, ...filter },
      },
    }) => listEntries(ctx, filter, { cursor, limit }),
  )
  routes.on('GET /api/audit/choices', () => listChoices(ctx))
  routes.on('GET /api/audit/export', ({ input, reply }) => {
    reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="audit.csv"')
    return exportEntries(ctx, input.query)
  })
}
