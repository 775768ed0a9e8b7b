import type { Context } from '../ground/context.ts'
import type { Routes } from '../http/http.ts'
import { version } from '../ground/version.ts'
import {
  archiveAgent,
  createAgent,
  editAgent,
  listAgents,
  makeDefault,
  orderAgents,
  unarchiveAgent,
} from './agents.ts'
import { editEscalation } from './escalation.ts'
import { tryRoute } from './agent-assignment.ts'
import { listRules, orderRules, removeRule, writeRule } from './rules.ts'
import { listSightings } from './sightings.ts'

export function agentRoutes(routes: Routes, ctx: Context): void {
  routes.on('GET /api/agents', async () => ({ agents: await listAgents(ctx), models: ctx.models.names }))
  routes.on('POST /api/agents', async ({ input: { body } }) => ({ agent: await createAgent(ctx, body) }))
  routes.on('PATCH /api/agents/:id', async ({ input: { params, body } }) => ({
    agent: await editAgent(ctx, params.id, body),
  }))
  routes.on('PUT /api/agents/:id/escalation', async ({ input: { params, body } }) => ({
    escalation: await editEscalation(ctx, params.id, body),
  }))
  routes.on('POST /api/agents/order', async ({ input: { body } }) => ({ agents: await orderAgents(ctx, body.ids) }))
  routes.on('PUT /api/agents/default', async ({ input: { body } }) => ({ agents: await makeDefault(ctx, body.id) }))
  routes.on('PUT /api/agents/:id/archive', async ({ input: { params } }) => ({
    agent: await archiveAgent(ctx, params.id),
  }))
  routes.on('DELETE /api/agents/:id/archive', async ({ input: { params } }) => ({
    agent: await unarchiveAgent(ctx, params.id),
  }))

  routes.on('GET /api/routing', async () => ({ rules: await listRules(ctx.db.reads) }))
  routes.on('PUT /api/routing/:id', async ({ input: { params, body } }) => ({
    rules: await writeRule(ctx, params.id, body),
  }))
  routes.on('DELETE /api/routing/:id', async ({ input: { params } }) => {
    await removeRule(ctx, params.id)
    return { ok: true as const }
  })
  routes.on('POST /api/routing/order', async ({ input: { body } }) => ({ rules: await orderRules(ctx, body.ids) }))
  routes.on('POST /api/routing/try', ({ input: { body } }) => tryRoute(ctx.db.reads, body.url, body.traits))

  routes.on('GET /api/installation', async () => ({ sightings: await listSightings(ctx), version }))
}
