import type { Context } from '../../ground/context.ts'
import type { Routes } from '../../http/http.ts'
import { listTopics, removeTopic, writeTopic } from './topics.ts'
import { tryTopic } from './try-topic.ts'

export function topicRoutes(routes: Routes, ctx: Context): void {
  routes.on('GET /api/topics', async () => ({ topics: await listTopics(ctx.db.reads) }))
  routes.on('PUT /api/topics/:id', async ({ input: { params, body } }) => ({
    topic: await writeTopic(ctx, params.id, body),
  }))

  routes.on('DELETE /api/topics/:id', async ({ input }) => {
    await removeTopic(ctx, input.params.id)
    return { ok: true as const }
  })

  routes.on('POST /api/topics/trial', ({ input }) => tryTopic(ctx, input.body.text))
}
