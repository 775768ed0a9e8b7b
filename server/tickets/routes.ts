import type { Context } from '../context.ts'
import type { Routes } from '../http.ts'
import { ticketOf } from './open.ts'

export function ticketRoutes(routes: Routes, ctx: Context): void {
  routes.on('GET /api/tickets', async ({ input: { query }, actor }) => {
    let tickets = ctx.db.reads.selectFrom('tickets').selectAll()
    if (query.status) tickets = tickets.where('status', '=', query.status)
    if (query.mine) tickets = tickets.where('assignee_id', '=', actor.id)
    const rows = await tickets.orderBy('changed_at', 'desc').limit(500).execute()
    return { tickets: rows.map(ticketOf) }
  })
}
