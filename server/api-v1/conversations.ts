import { startOf } from '../../protocol/cut.ts'
import type { RouteParsed, RouteReply } from '../../protocol/api.ts'
import type { Context } from '../ground/context.ts'
import { importConversation, importedVisitor, endImported } from '../conversations/import-conversation.ts'
import { importHistory } from '../conversations/import-history.ts'
import { postVisitorMessage, requestHuman } from '../conversations/post.ts'
import { findConversation } from '../conversations/queries.ts'
import type { Routes } from '../http/http.ts'
import type { KeyActor } from '../http/keys/auth.ts'
import { listMembers } from '../people/operators/members.ts'
import { face } from '../ground/face.ts'
import { replyAsOperator } from '../supervision/takeovers.ts'
import { pageOfConversations, pageOfMessages } from './lists.ts'
import { operatorNamed } from './operator.ts'

export function conversationsV1(routes: Routes, ctx: Context): void {
  routes.on('GET /api/v1/conversations', ({ input }) => pageOfConversations(ctx, input.query))
  routes.on('GET /api/v1/operators', async () => ({ operators: (await listMembers(ctx.db.reads)).map(face) }))
  routes.on('GET /api/v1/conversations/:id', async ({ input }) => ({
    conversation: await findConversation(ctx.db.reads, input.params.id),
  }))
  routes.on('GET /api/v1/conversations/:id/messages', async ({ input: { params, query } }) => {
    await findConversation(ctx.db.reads, params.id)
    return pageOfMessages(ctx, params.id, query)
  })

  routes.on('POST /api/v1/conversations', ({ input, actor }) => startFrom(ctx, actor, input.body))
  routes.on(
    'POST /api/v1/conversations/:id/visitor-messages',
    async ({
      input: {
        params,
        body: { answer, ...sent },
      },
    }) => postVisitorMessage(ctx, await importedVisitor(ctx, params.id), params.id, { ...sent, answer }),
  )
  routes.on('POST /api/v1/conversations/:id/human', async ({ input: { params } }) => ({
    conversation: await requestHuman(ctx, await importedVisitor(ctx, params.id), params.id),
  }))
  routes.on('POST /api/v1/history', ({ input }) => importHistory(ctx, input.body))
  routes.on('POST /api/v1/conversations/:id/end', async ({ input }) => ({
    conversation: await endImported(ctx, input.params.id),
  }))
}

/** First the conversation, then its first message: a repeat after either goes on where the first attempt stopped. */
async function startFrom(
  ctx: Context,
  actor: KeyActor,
  { id, userId, channel, quietMinutes, page, message }: RouteParsed<'POST /api/v1/conversations'>['body'],
): Promise<RouteReply<'POST /api/v1/conversations'>> {
  const operator = message?.operatorId === undefined ? null : await operatorNamed(ctx, message.operatorId)
  const conversation = await importConversation(ctx, actor.id, {
    id,
    userId: userId ?? null,
    channel: { name: channel ?? startOf(actor.person.name, 50), quietMinutes },
    page: page ?? null,
  })
  if (!message) return { conversation, message: null }
  const sent = { id: message.id, text: message.text }
  return operator
    ? replyAsOperator(ctx, operator, id, sent)
    : postVisitorMessage(ctx, conversation.visitor.id, id, { ...sent, answer: message.answer })
}
