import type { Kysely } from 'kysely'
import type { OwnVote, Vote } from '../../protocol/review/shapes.ts'
import type { Schema } from '../db/schema.ts'

/** The visitor's own, and nothing of what operators think. */
export async function votesOf(db: Kysely<Schema>, conversationId: string): Promise<OwnVote[]> {
  const rows = await db
    .selectFrom('ratings')
    .select(['message_id', 'vote'])
    .where('conversation_id', '=', conversationId)
    .where('by', 'is', null)
    .orderBy('seq')
    .execute()
  return rows.map(({ message_id, vote }) => ({ messageId: message_id, vote: vote as Vote }))
}
