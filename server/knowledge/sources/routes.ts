import type { Context } from '../../ground/context.ts'
import type { Routes } from '../../http/http.ts'
import { findPage, findSource, listSources, pagesOf } from './queries.ts'
import { addSource, readAgain, removeSource, scheduleSource } from './sources.ts'

/** Where knowledge comes from. */
export function sourceRoutes(routes: Routes, ctx: Context): void {
  routes.on('GET /api/sources', async ({ input }) => ({ sources: await listSources(ctx, input.query.text) }))

  routes.on('POST /api/sources', async ({ input, actor }) => ({
    source: await findSource(ctx, await addSource(ctx, actor.person, input.body)),
  }))

  routes.on('GET /api/sources/:id', async ({ input: { params } }) => ({
    source: await findSource(ctx, params.id),
    pages: await pagesOf(ctx, params.id),
  }))

  routes.on('GET /api/sources/:id/pages/:pageId', ({ input: { params } }) =>
    findPage(ctx, params.id, params.pageId),
  )

  routes.on('PATCH /api/sources/:id', async ({ input: { params, body } }) => {
    await scheduleSource(ctx, params.id, body.everyHours)
    return { source: await findSource(ctx, params.id) }
  })

  routes.on('POST /api/sources/:id/reads', async ({ input: { params, body } }) => {
    await readAgain(ctx, params.id, body.only)
    return { source: await findSource(ctx, params.id) }
  })

  routes.on('DELETE /api/sources/:id', async ({ input }) => {
    await removeSource(ctx, input.params.id)
    return { ok: true as const }
  })
}
