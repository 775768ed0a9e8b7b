import type { Context } from '../../ground/context.ts'
import type { Routes } from '../../http/http.ts'
import { idsInSegment } from '../../reviewing/segments/count.ts'
import { listCompanies } from './companies.ts'
import { listContacts } from './contacts.ts'
import { forgetContext, tellOfVisitor } from './visitors.ts'
import { companyPage, contactPage, visitorOf } from './who.ts'
import { readWorkspace, writeWorkspace } from './workspace.ts'

/** Who the visitors are: told by their sites, looked up by operators. */
export function visitorRoutes(routes: Routes, ctx: Context): void {
  routes.on('PATCH /api/widget/visitor', async ({ input, actor }) => {
    const { id, name, identified } = await tellOfVisitor(ctx, actor.id, input.body)
    return { visitor: { id, name, identified } }
  })
  routes.on('DELETE /api/widget/context', async ({ actor }) => {
    await forgetContext(ctx, actor.id)
    return { ok: true as const }
  })
  routes.on('GET /api/conversations/:id/visitor', ({ input }) => visitorOf(ctx, input.params.id))
  routes.on(
    'GET /api/contacts',
    async ({
      input: {
        query: { segment, text },
      },
      actor,
    }) => {
      const among = segment ? new Set(await idsInSegment(ctx.db.reads, 'contacts', segment, actor.person)) : null
      return { contacts: await listContacts(ctx, { text, among }) }
    },
  )
  routes.on('GET /api/contacts/:id', ({ input }) => contactPage(ctx, input.params.id))
  routes.on('GET /api/companies', async ({ input }) => ({ companies: await listCompanies(ctx, input.query.text) }))
  routes.on('GET /api/companies/:id', ({ input }) => companyPage(ctx, input.params.id))
  routes.on('GET /api/workspace', async () => ({ workspace: await readWorkspace(ctx.db.reads) }))
  routes.on('PUT /api/workspace', async ({ input }) => ({ workspace: await writeWorkspace(ctx, input.body) }))
}
