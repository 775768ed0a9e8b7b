import type { Context } from '../ground/context.ts'
import { NotAllowed, NotFound } from '../ground/errors.ts'
import { readStream } from '../events/stream.ts'
import type { Routes } from '../http/http.ts'
import { isInForce } from '../http/keys/keys.ts'
import { removeArticle, writeArticle } from '../knowledge/articles.ts'
import { findContact } from '../people/visitors/contacts.ts'
import { putContact } from '../people/visitors/put-contact.ts'
import { conversationsV1 } from './conversations.ts'
import { pageOfArticles, pageOfContacts } from './lists.ts'
import { supervisionV1 } from './supervision.ts'
import { ticketsV1 } from './tickets.ts'
import { workspaceV1 } from './workspace.ts'

/** What programs may do, each by the same action as the dashboard. */
export function v1Routes(routes: Routes, ctx: Context): void {
  conversationsV1(routes, ctx)
  supervisionV1(routes, ctx)
  ticketsV1(routes, ctx)
  contactsV1(routes, ctx)
  articlesV1(routes, ctx)
  workspaceV1(routes, ctx)

  routes.on(
    'GET /api/v1/events',
    async ({
      input: {
        query: { after, limit, wait },
      },
      actor,
    }) => {
      // A key that is revoked while its reader waits is told nothing more.
      const mayGoOn = async () => {
        if (!(await isInForce(ctx.db.reads, actor.id)))
          throw new NotAllowed('signed_out', 'This key is no longer in force.')
      }
      return readStream(ctx, { after, limit, wait }, mayGoOn)
    },
  )
}

function contactsV1(routes: Routes, ctx: Context): void {
  routes.on('GET /api/v1/contacts', ({ input }) => pageOfContacts(ctx, input.query))
  routes.on('GET /api/v1/contacts/:id', async ({ input }) => {
    const { contact, traits } = await findContact(ctx.db.reads, input.params.id)
    return { contact, traits }
  })
  routes.on('GET /api/v1/users/:userId', async ({ input }) => {
    const known = await ctx.db.reads
      .selectFrom('contacts')
      .select('id')
      .where('user_id', '=', input.params.userId)
      .executeTakeFirst()
    const { contact, traits } = await findContact(ctx.db.reads, known?.id ?? '')
    return { contact, traits }
  })
  routes.on('PUT /api/v1/users/:userId', ({ input: { params, body } }) => putContact(ctx, params.userId, body))
}

function articlesV1(routes: Routes, ctx: Context): void {
  routes.on('GET /api/v1/articles', ({ input }) => pageOfArticles(ctx, input.query))
  routes.on('GET /api/v1/articles/:id', async ({ input }) => {
    const article = await ctx.db.reads
      .selectFrom('articles')
      .select(['id', 'title', 'body', 'url', 'changed_at as changedAt'])
      .where('id', '=', input.params.id)
      .executeTakeFirst()
    if (!article) throw new NotFound('There is no such article')
    return { article }
  })
  routes.on('PUT /api/v1/articles/:id', async ({ input: { params, body } }) => ({
    article: await writeArticle(ctx, { id: params.id, ...body }),
  }))
  routes.on('DELETE /api/v1/articles/:id', async ({ input }) => {
    await removeArticle(ctx, input.params.id)
    return { ok: true as const }
  })
}
