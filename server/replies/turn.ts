import type { Kysely } from 'kysely'
import type { Message, Whisper } from '../../protocol/entities.ts'
import type { Context } from '../ground/context.ts'
import type { Schema } from '../db/schema.ts'
import { findConversation } from '../conversations/queries.ts'
import { latestMessages } from '../conversations/messages.ts'
import { profileOf } from '../people/visitors/profile.ts'
import { findVisitor } from '../people/visitors/find-visitor.ts'
import { reachOf } from '../teaching/reach.ts'
import { latestBrief } from '../supervision/briefs.ts'
import { listInquiries } from '../supervision/open-inquiry.ts'
import { openWhispers } from '../supervision/whispers.ts'
import { findAgent } from '../agents/agents.ts'
import { fetchesWhenUnsure, mayEscalate, tellsToEscalate } from '../agents/escalation.ts'
import type { Turn } from '../models/model.ts'
import type { Run } from './run.ts'
import { readCorrections, readTaught } from '../teaching/read-taught.ts'

/** As far back as a reply looks, however long the conversation is. */
const lookedAt = 80

/** Everything the AI is to know for this turn, as the log stood when the run last looked. */
export async function readTurn(ctx: Context, run: Run): Promise<Turn> {
  const agent = await findAgent(ctx, run.agentId)
  const {
    conversation,
    messages,
    whispers,
    inquiries,
    brief,
    answered,
    reach,
    taught,
    visitor,
    known,
    mayEscalate: escalates,
  } = await ctx.db.snapshot(async (db) => {
    const conversation = await findConversation(db, run.conversationId)
    const whispers = await openWhispers(db, run.conversationId, run.id)
    const visitor = await findVisitor(db, conversation.visitor.id)
    const reach = await reachOf(db, conversation)
    return {
      conversation,
      whispers,
      inquiries: whispers.length ? await listInquiries(db, run.conversationId) : [],
      brief: conversation.operators.length ? await latestBrief(db, run.conversationId) : null,
      reach,
      mayEscalate: tellsToEscalate(whispers) || (await mayEscalate(db, agent.escalation, conversation)),
      messages: await latestMessages(db, run.conversationId, lookedAt),
      answered: await answeredUpTo(db, run.conversationId),
      taught: await readTaught(db, reach, whispers),
      visitor,
      known: await profileOf(db, visitor, conversation.id),
    }
  })
  const asked = messages.filter(({ from }) => from === 'visitor')
  const question = asked.at(-1)?.text ?? ''
  const history = inTurn(
    messages.filter(({ seq, withdrawnAt }) => seq <= run.upTo && !withdrawnAt),
    answered,
  ).map(({ id, from, author, text, at }) => ({ id, from, author: author?.name ?? null, text, at }))
  return {
    agent,
    history,
    whispers: inOrder(whispers).map(({ id, by, text, must }) => {
      const asked = inquiries.find((inquiry) => inquiry.id === id)?.text
      return { id, by: by.name, text, must, ...(asked && { asked }) }
    }),
    brief: brief && { by: brief.by.name, text: brief.text },
    taught: { ...taught, corrections: await readCorrections(ctx, history, reach) },
    // Not as the head has it: that may hold a name from before this visit had to prove it.
    visitor: { id: visitor.id, name: visitor.name, email: visitor.email },
    known,
    page: conversation.page,
    passages: await ctx.knowledge.find(question, {
      asked: asked.at(-2)?.text,
      answered: history.findLast(({ from }) => from === 'ai' || from === 'operator')?.text,
    }),
    search: (query) => ctx.knowledge.search(query),
    find: (query) => ctx.knowledge.find(query),
    mayEscalate: escalates,
    fetchesPerson: fetchesWhenUnsure(agent.escalation, attemptsIn(messages) + 1),
    asksTeam: agent.escalation.asksTeam === true && !conversation.inquiry,
    teamAsked: Boolean(conversation.inquiry),
    personAsked: conversation.humanRequestedAt !== null && conversation.control.holder === 'ai',
  }
}

/** How often the AI has answered since it has the pen. */
function attemptsIn(messages: Message[]): number {
  const lastHuman = messages.findLastIndex(({ from }) => from === 'operator')
  return messages.slice(lastHuman + 1).filter(({ from }) => from === 'ai').length
}

/** What was ignored once comes first. */
const inOrder = (whispers: Whisper[]): Whisper[] => whispers.toSorted((a, b) => Number(b.must) - Number(a.must))

/** What was asked while the last reply was being written stands before that reply in the log, and is yet to be answered: it comes last. */
function inTurn(messages: Message[], answered: number): Message[] {
  const lastHuman = messages.findLast(({ from }) => from === 'operator')?.seq ?? 0
  const isOpen = ({ from, seq }: Message) => from === 'visitor' && seq > Math.max(answered, lastHuman)
  return [...messages.filter((message) => !isOpen(message)), ...messages.filter(isOpen)]
}

async function answeredUpTo(db: Kysely<Schema>, conversationId: string): Promise<number> {
  const row = await db
    .selectFrom('runs')
    .select((eb) => eb.fn.max('trigger_seq').as('seq'))
    .where('conversation_id', '=', conversationId)
    .where('state', '=', 'done')
    .executeTakeFirst()
  return Number(row?.seq ?? 0)
}
