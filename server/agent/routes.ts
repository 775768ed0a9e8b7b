import type { Context } from '../context.ts'
import type { Routes } from '../http.ts'
import { editAgent, listAgents } from './agents.ts'
import { editEscalation } from './escalation.ts'

export function agentRoutes(routes: Routes, ctx: Context): void {
  routes.on('GET /api/agents', async () => ({ agents: await listAgents(ctx) }))
  routes.on('PUT /api/agents/:id', async ({ input: { params, body } }) => ({ agent: await editAgent(ctx, params.id, body) }))
  routes.on('PUT /api/agents/:id/escalation', async ({ input: { params, body } }) => ({ escalation: await editEscalation(ctx, params.id, body) }))
}
