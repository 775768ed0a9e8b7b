import type { Kysely } from 'kysely'
import type { Conversation } from '../../protocol/entities.ts'
import type { Schema } from '../db/schema.ts'
import { change } from '../events/log.ts'
import type { Context } from '../ground/context.ts'
import { NotFound } from '../ground/errors.ts'

/** Told when an operator has read on, to every process that holds a socket of theirs. */
export const readsTopic = 'reads'

export interface Read {
  operatorId: string
  conversationId: string
  seq: number
}

/** Up to where this operator has read the live conversations that they hold, by id. */
export async function listReads(db: Kysely<Schema>, operatorId: string): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('thread_reads')
    .innerJoin('conversations', 'conversations.id', 'thread_reads.conversation_id')
    .select(['conversation_id', 'thread_reads.seq'])
    .where('operator_id', '=', operatorId)
    .where('conversations.status', '=', 'live')
    .where('conversations.holder', '=', 'operator')
    .execute()
  return Object.fromEntries(rows.map(({ conversation_id, seq }) => [conversation_id, seq]))
}

/** An operator has read up to there. Every browser of theirs agrees; the visitor sees it where this operator has the pen. */
export async function readThread(
  ctx: Context,
  operatorId: string,
  conversationId: string,
  seq: number,
): Promise<void> {
  const read = await ctx.db.write((trx) => keep(trx, { operatorId, conversationId, seq }))
  ctx.bus.publish(readsTopic, read)
  await change(ctx, { kind: 'operator', id: operatorId }, conversationId, async (change) => {
    const { control, lastMessage, seen } = change.conversation
    if (control.operator?.id !== operatorId || lastMessage?.from !== 'visitor') return
    const upTo = Math.min(seq, lastMessage.seq ?? 0)
    if (upTo > (seen?.operator ?? 0)) change.record('messages.seen', { by: 'operator', upTo, at: change.at })
  })
}

/** Nobody reads backwards, whichever browser is slower. */
async function keep(trx: Kysely<Schema>, read: Read): Promise<Read> {
  const { operatorId: operator_id, conversationId: conversation_id } = read
  const there = await trx
    .selectFrom('conversations')
    .select('seq')
    .where('id', '=', conversation_id)
    .executeTakeFirst()
  if (!there) throw new NotFound('There is no such conversation')
  const before = await trx
    .selectFrom('thread_reads')
    .select('seq')
    .where('operator_id', '=', operator_id)
    .where('conversation_id', '=', conversation_id)
    .executeTakeFirst()
  const seq = Math.max(before?.seq ?? 0, Math.min(read.seq, there.seq))
  await trx
    .insertInto('thread_reads')
    .values({ operator_id, conversation_id, seq })
    .onConflict((oc) => oc.columns(['operator_id', 'conversation_id']).doUpdateSet({ seq }))
    .execute()
  return { ...read, seq }
}

/** A person wrote last, and the visitor has not been seen to look since. */
export const isUnseen = ({ lastMessage, seen }: Pick<Conversation, 'lastMessage' | 'seen'>): boolean =>
  lastMessage?.from === 'operator' && (lastMessage.seq ?? 0) > (seen?.visitor ?? 0)

/** The visitor has the chat open and is there: what a person wrote was seen. */
export function seeAsVisitor(ctx: Context, visitorId: string, conversationId: string): Promise<void> {
  return change(ctx, { kind: 'visitor', id: visitorId }, conversationId, async (change) => {
    const { lastMessage } = change.conversation
    if (isUnseen(change.conversation))
      change.record('messages.seen', { by: 'visitor', upTo: lastMessage!.seq!, at: change.at })
  })
}
