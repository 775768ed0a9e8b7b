import type { Kysely } from 'kysely'
import { applyToConversation } from '../../protocol/apply.ts'
import type { Conversation, Message, PromptLayer } from '../../protocol/entities.ts'
import type { StoredEvent } from '../../protocol/events.ts'
import { findMessage } from '../conversations/messages.ts'
import type { Schema } from '../db/schema.ts'
import { Invalid, NotFound } from '../ground/errors.ts'
import { upcastHead } from '../events/head.ts'
import { readEvents } from '../events/log.ts'
import { findVisitor } from '../people/visitors/find-visitor.ts'
import type { Point } from '../replies/scene.ts'
import { latestBrief } from '../supervision/briefs.ts'
import { listWhispers } from '../supervision/whispers.ts'

/** A reply of the AI that was posted, and the point of its conversation at which it was made. */
export interface Said {
  message: Message
  point: Point
}

/** What the AI itself wrote here can be answered once more; what was brought in from elsewhere has no turn. */
export async function findSaid(db: Kysely<Schema>, conversationId: string, messageId: string): Promise<Said> {
  const message = await findMessage(db, conversationId, messageId)
  if (!message) throw new NotFound('There is no such message')
  const run = message.run && (await findRun(db, message.run))
  if (message.from !== 'ai' || !run)
    throw new Invalid('not_ai', 'Only what the AI wrote here can be answered once more.')
  const point = await pointOf(db, conversationId, message, run.trigger_seq)
  return { message, point }
}

/** The prompt of then; null where it is kept no more. */
export async function promptOf(db: Kysely<Schema>, messageId: string): Promise<PromptLayer[] | null> {
  const row = await db.selectFrom('prompts').select('layers').where('message_id', '=', messageId).executeTakeFirst()
  return row ? JSON.parse(row.layers) : null
}

const findRun = (db: Kysely<Schema>, id: string) =>
  db.selectFrom('runs').select(['id', 'trigger_seq']).where('id', '=', id).executeTakeFirst()

/** The conversation as its log had it when the prompt was made. Whispers are known by the reply that they went into. */
async function pointOf(db: Kysely<Schema>, conversationId: string, said: Message, upTo: number): Promise<Point> {
  const { events } = await readEvents(db, conversationId, 'operators', 0)
  const conversation = conversationAt(events, upTo)
  const whispers = await listWhispers(db, conversationId)
  return {
    conversation,
    // Who they are is read where it is written, as for the reply; who identified themselves only later was then who the log says.
    visitor: identifiedAfter(events, upTo) ? conversation.visitor : await findVisitor(db, conversation.visitor.id),
    upTo,
    answered: await answeredBefore(db, conversationId, said.seq),
    whispers: whispers.filter(({ messageId }) => messageId === said.id),
    brief: conversation.operators.length ? await latestBrief(db, conversationId, upTo) : null,
  }
}

function conversationAt(events: StoredEvent[], upTo: number): Conversation {
  const [first, ...rest] = events
  if (first?.type !== 'conversation.started') throw new NotFound('The log of this conversation is gone')
  const begun = { ...upcastHead(first.payload.conversation), seq: first.seq }
  return rest.filter(({ seq }) => seq <= upTo).reduce(applyToConversation, begun)
}

const identifiedAfter = (events: StoredEvent[], upTo: number) =>
  events.some(({ type, seq }) => type === 'visitor.identified' && seq > upTo)

/** How far the replies before this one had answered. */
async function answeredBefore(db: Kysely<Schema>, conversationId: string, seq: number): Promise<number> {
  const row = await db
    .selectFrom('runs')
    .innerJoin('messages', 'messages.run_id', 'runs.id')
    .select((eb) => eb.fn.max('runs.trigger_seq').as('seq'))
    .where('runs.conversation_id', '=', conversationId)
    .where('runs.state', '=', 'done')
    .where('messages.seq', '<', seq)
    .executeTakeFirst()
  return Number(row?.seq ?? 0)
}
