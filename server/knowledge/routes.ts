import type { Context } from '../ground/context.ts'
import type { Routes } from '../http/http.ts'
import { listArticles, removeArticle, writeArticle } from './articles.ts'

export function knowledgeRoutes(routes: Routes, ctx: Context): void {
  routes.on('GET /api/articles', async ({ input }) => ({ articles: await listArticles(ctx, input.query.text) }))
  routes.on('PUT /api/articles/:id', async ({ input: { params, body } }) => ({
    article: await writeArticle(ctx, { id: params.id, ...body }),
  }))
  routes.on('DELETE /api/articles/:id', async ({ input }) => {
    await removeArticle(ctx, input.params.id)
    return { ok: true as const }
  })
}
