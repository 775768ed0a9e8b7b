import type { Kysely, SelectQueryBuilder } from 'kysely'
import type { Message } from '../../protocol/entities.ts'
import type { OwnVote, Vote } from '../../protocol/review/shapes.ts'
import type { Schema } from '../db/schema.ts'

type Which = Pick<Message, 'id'>[]

/** The visitor's own, and nothing of what operators think; on these messages, or on all. */
export async function votesOf(db: Kysely<Schema>, conversationId: string, messages?: Which): Promise<OwnVote[]> {
  const wanted = db
    .selectFrom('ratings')
    .select(['message_id', 'vote'])
    .where('conversation_id', '=', conversationId)
    .where('by', 'is', null)
    .orderBy('seq')
  const rows = await ofMessages(wanted, messages).execute()
  return rows.map(({ message_id, vote }) => ({ messageId: message_id, vote: vote as Vote }))
}

export const ofMessages = <R>(wanted: SelectQueryBuilder<Schema, 'ratings', R>, messages?: Which) =>
  messages ? wanted.where('message_id', 'in', ['', ...messages.map(({ id }) => id)]) : wanted
