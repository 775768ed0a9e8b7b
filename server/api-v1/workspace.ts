import { createAgent, archiveAgent, editAgent, findAgent, listAgents, unarchiveAgent } from '../agents/agents.ts'
import { face } from '../ground/face.ts'
import type { Context } from '../ground/context.ts'
import type { Routes } from '../http/http.ts'
import { findSource, listSources, pagesOf } from '../knowledge/sources/queries.ts'
import { addSource, readAgain, removeSource, scheduleSource } from '../knowledge/sources/sources.ts'
import { companyNamed, pageOfCompanies, putCompany } from '../people/visitors/companies.ts'
import { erasePresent } from '../privacy/erase.ts'
import { exportPerson } from '../privacy/person.ts'

/** The workspace itself, for programs. */
export function workspaceV1(routes: Routes, ctx: Context): void {
  companies(routes, ctx)
  agents(routes, ctx)
  sources(routes, ctx)

  routes.on('GET /api/v1/people/:id/export', ({ input, reply }) => {
    reply.header('cache-control', 'no-store')
    return exportPerson(ctx, input.params.id)
  })
  routes.on('POST /api/v1/people/:id/erasure', async ({ input: { params, body }, actor }) => ({
    erasure: await erasePresent(ctx, face({ ...actor.person, id: actor.id }), params.id, body.keepShared),
  }))
}

function companies(routes: Routes, ctx: Context): void {
  routes.on('GET /api/v1/companies', ({ input }) => pageOfCompanies(ctx, input.query))
  routes.on('GET /api/v1/companies/:companyId', ({ input }) => companyNamed(ctx.db.reads, input.params.companyId))
  routes.on('PUT /api/v1/companies/:companyId', ({ input: { params, body } }) =>
    putCompany(ctx, params.companyId, body.traits),
  )
}

function agents(routes: Routes, ctx: Context): void {
  routes.on('GET /api/v1/agents', async () => ({ agents: await listAgents(ctx), models: ctx.models.names }))
  routes.on('GET /api/v1/agents/:id', async ({ input }) => ({ agent: await findAgent(ctx, input.params.id) }))
  routes.on('POST /api/v1/agents', async ({ input }) => ({ agent: await createAgent(ctx, input.body) }))
  routes.on('PATCH /api/v1/agents/:id', async ({ input: { params, body } }) => ({
    agent: await editAgent(ctx, params.id, body),
  }))
  routes.on('PUT /api/v1/agents/:id/archive', async ({ input }) => ({
    agent: await archiveAgent(ctx, input.params.id),
  }))
  routes.on('DELETE /api/v1/agents/:id/archive', async ({ input }) => ({
    agent: await unarchiveAgent(ctx, input.params.id),
  }))
}

function sources(routes: Routes, ctx: Context): void {
  const found = async (id: string) => ({ source: await findSource(ctx, id) })
  routes.on('GET /api/v1/sources', async ({ input }) => ({ sources: await listSources(ctx, input.query.text) }))
  routes.on('GET /api/v1/sources/:id', async ({ input: { params } }) => ({
    ...(await found(params.id)),
    pages: await pagesOf(ctx, params.id),
  }))
  routes.on('POST /api/v1/sources', async ({ input, actor }) =>
    found(await addSource(ctx, { ...actor.person, id: actor.id }, input.body)),
  )
  routes.on('PATCH /api/v1/sources/:id', async ({ input: { params, body } }) => {
    await scheduleSource(ctx, params.id, body.everyHours)
    return found(params.id)
  })
  routes.on('POST /api/v1/sources/:id/reads', async ({ input: { params, body } }) => {
    await readAgain(ctx, params.id, body.only)
    return found(params.id)
  })
  routes.on('DELETE /api/v1/sources/:id', async ({ input }) => {
    await removeSource(ctx, input.params.id)
    return { ok: true as const }
  })
}
