import type { PromptLayer } from '../../protocol/entities.ts'
import type { Context } from '../ground/context.ts'
import { NotFound } from '../ground/errors.ts'
import type { Routes } from '../http/http.ts'
import { pollEvents } from '../events/poll.ts'
import { usageOfMessage } from '../models/spending/usage.ts'
import { changeDuty } from './absence.ts'
import { listReads, readThread } from './seen.ts'
import { letIn, shutOut, standingOf } from './shut-out.ts'
import { listShutOuts } from '../people/visitors/shut-outs.ts'
import { face } from '../ground/face.ts'
import { earlierOf, findConversation } from './queries.ts'
import { transcriptFor } from './transcripts.ts'

/** Reading conversations, for operators, and keeping their visitors out. */
export function conversationRoutes(routes: Routes, ctx: Context): void {
  shutOutRoutes(routes, ctx)
  routes.on('GET /api/conversations/:id', ({ input: { params, query } }) =>
    transcriptFor(ctx, params.id, query.before),
  )

  routes.on('GET /api/conversations/:id/events', async ({ input: { params, query } }) => {
    await findConversation(ctx.db.reads, params.id)
    return pollEvents(ctx, params.id, 'operators', query)
  })

  routes.on('GET /api/conversations/:id/earlier', async ({ input }) => {
    await findConversation(ctx.db.reads, input.params.id)
    return { conversations: await earlierOf(ctx, input.params.id) }
  })

  routes.on('PUT /api/me/duty', async ({ input: { body }, actor }) => ({
    awaySince: await changeDuty(ctx, actor.id, body.away),
  }))

  routes.on('GET /api/reads', async ({ actor }) => ({ reads: await listReads(ctx.db.reads, actor.id) }))

  routes.on('PUT /api/conversations/:id/read', async ({ input: { params, body }, actor }) => {
    await readThread(ctx, actor.id, params.id, body.seq)
    return { ok: true as const }
  })

  routes.on('GET /api/conversations/:id/messages/:messageId/prompt', async ({ input: { params } }) => {
    const row = await ctx.db.reads
      .selectFrom('prompts')
      .innerJoin('messages', 'messages.id', 'prompts.message_id')
      .select('layers')
      .where('message_id', '=', params.messageId)
      .where('messages.conversation_id', '=', params.id)
      .executeTakeFirst()
    if (!row) throw new NotFound('The AI did not write this message')
    const usage = await usageOfMessage(ctx.db.reads, params.messageId)
    return { layers: JSON.parse(row.layers) as PromptLayer[], usage }
  })
}

function shutOutRoutes(routes: Routes, ctx: Context): void {
  routes.on('GET /api/conversations/:id/shut-outs', ({ input }) => standingOf(ctx, input.params.id))

  routes.on('POST /api/conversations/:id/shut-outs', async ({ input: { params, body }, actor }) => ({
    shutOut: await shutOut(ctx, face(actor.person), params.id, body),
  }))

  routes.on('GET /api/shut-outs', async () => ({ shutOuts: await listShutOuts(ctx.db.reads) }))

  routes.on('DELETE /api/shut-outs/:id', async ({ input, actor }) => {
    await letIn(ctx, face(actor.person), input.params.id)
    return { ok: true as const }
  })
}
