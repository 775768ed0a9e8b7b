import type { Kysely } from 'kysely'
import type { RouteReply } from '../../protocol/api.ts'
import type { Message, Person, Whisper } from '../../protocol/entities.ts'
import { findAgent } from '../agents/agents.ts'
import { findConversation } from '../conversations/queries.ts'
import { latestMessages } from '../conversations/messages.ts'
import type { Schema } from '../db/schema.ts'
import type { Context } from '../ground/context.ts'
import { findVisitor } from '../people/visitors/find-visitor.ts'
import { readScene, type Scene } from '../replies/scene.ts'
import { inForce } from '../replies/turn.ts'
import { latestBrief } from '../supervision/briefs.ts'
import { openWhispers } from '../supervision/whispers.ts'
import { answerUnder, isAsked } from './answer-under.ts'

type Preview = RouteReply<'POST /api/conversations/:id/whispers/preview'>

/** As far back as the visitor's last question is looked for. */
const lookedAt = 80
const nothing: Preview = { question: null, without: null, with: null }

/** The answer to what the visitor asked last, as it would be with this whisper and without. Nobody is told, and nothing is used up. */
export async function previewWhisper(
  ctx: Context,
  by: Person,
  conversationId: string,
  { text, must }: { text: string; must: boolean },
): Promise<Preview> {
  const found = await ctx.db.snapshot((db) => lastAsked(ctx, db, conversationId))
  if (!found || isAsked(ctx, found.plain.agent)) return nothing
  const { question, plain, scene } = found
  const whisper: Whisper = { ...unsent, by, text, must, seq: question.seq }
  const steered = await ctx.db.snapshot((db) => scene(db, [whisper]))
  const said = async (scene: Scene) => (await answerUnder(ctx, scene, inForce(ctx))).text
  return { question: question.text, without: await said(plain), with: await said(steered) }
}

/** Of a whisper that nobody has sent. */
const unsent = {
  id: 'preview',
  at: 0,
  state: 'waiting' as const,
  messageId: null,
  settledAt: null,
  receipt: null,
}

/** The conversation as it stood when the visitor asked last, with what is whispered to it now. */
async function lastAsked(ctx: Context, db: Kysely<Schema>, conversationId: string) {
  const conversation = await findConversation(db, conversationId)
  const messages = await latestMessages(db, conversationId, lookedAt)
  const question = messages.findLast(({ from, text }) => from === 'visitor' && text)
  if (!question || conversation.status !== 'live') return null
  const agent = await findAgent(ctx, conversation.agent.id, db)
  const waiting = await openWhispers(db, conversationId, unsent.id)
  const visitor = await findVisitor(db, conversation.visitor.id)
  const brief = conversation.operators.length ? await latestBrief(db, conversationId) : null
  const scene = (on: Kysely<Schema>, more: Whisper[]) =>
    readScene(on, agent, {
      conversation,
      visitor,
      upTo: question.seq,
      answered: answeredBefore(messages, question),
      whispers: [...waiting, ...more],
      brief,
    })
  return { question, scene, plain: await scene(db, []) }
}

/** Everything before the visitor began to ask what is asked now. */
const answeredBefore = (messages: Message[], question: Message): number =>
  messages.findLast(({ from, seq }) => from === 'ai' && seq < question.seq)?.seq ?? 0
