import type { Kysely } from 'kysely'
import type { Message } from '../../protocol/entities.ts'
import type { Context } from '../context.ts'
import type { Schema } from '../db/schema.ts'
import { findConversation } from '../conversations/queries.ts'
import { listMessages } from '../conversations/messages.ts'
import { openWhispers } from '../supervision/whispers.ts'
import { findAgent } from './agents.ts'
import type { Turn } from './model.ts'
import type { Run } from './runs.ts'

/** Everything the AI is to know for this turn, as the log stood when the run last looked. */
export async function readTurn(ctx: Context, run: Run): Promise<Turn> {
  const agent = await findAgent(ctx, run.agentId)
  const { conversation, messages, whispers, answered } = await ctx.db.snapshot(async (db) => ({
    conversation: await findConversation(db, run.conversationId),
    messages: await listMessages(db, run.conversationId),
    whispers: await openWhispers(db, run.conversationId, run.id),
    answered: await answeredUpTo(db, run.conversationId),
  }))
  const asked = messages.filter(({ from }) => from === 'visitor')
  const question = asked.at(-1)?.text ?? ''
  return {
    agent: { id: agent.id, name: agent.name, instructions: agent.instructions },
    history: inTurn(messages.filter(({ seq }) => seq <= run.upTo), answered).map(({ id, from, author, text, at }) => ({ id, from, author: author?.name ?? null, text, at })),
    whispers: whispers.map(({ id, by, text }) => ({ id, by: by.name, text })),
    visitor: { name: conversation.visitor.name, email: conversation.visitor.email },
    page: conversation.page,
    passages: ctx.knowledge.search(question, asked.at(-2)?.text),
    search: (query) => ctx.knowledge.search(query),
  }
}

/** What was asked while the last reply was being written stands before that reply in the log, and is yet to be answered: it comes last. */
function inTurn(messages: Message[], answered: number): Message[] {
  const lastHuman = messages.findLast(({ from }) => from === 'operator')?.seq ?? 0
  const isOpen = ({ from, seq }: Message) => from === 'visitor' && seq > Math.max(answered, lastHuman)
  return [...messages.filter((message) => !isOpen(message)), ...messages.filter(isOpen)]
}

async function answeredUpTo(db: Kysely<Schema>, conversationId: string): Promise<number> {
  const row = await db.selectFrom('runs').select((eb) => eb.fn.max('trigger_seq').as('seq')).where('conversation_id', '=', conversationId).where('state', '=', 'done').executeTakeFirst()
  return Number(row?.seq ?? 0)
}
