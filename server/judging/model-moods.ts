import type { Kysely } from 'kysely'
import type { Mood } from '../../protocol/entities.ts'
import type { Schema } from '../db/schema.ts'
import { readEventsOf } from '../events/log.ts'

/** What a provider's model made of a visitor's message. */
export interface ModelMood {
  mood: Mood
  score: number
}

/** Of the messages from a `seq` on. What a model has judged holds, and later moods go on from there. */
export async function modelMoodsOf(
  db: Kysely<Schema>,
  conversationId: string,
  from: number,
): Promise<Map<string, ModelMood>> {
  const moods = await readEventsOf(db, conversationId, ['mood.changed'], from)
  return new Map(
    moods
      .filter(({ actor }) => actor.kind === 'ai')
      .map(
        ({
          payload: {
            mark: { messageId, mood, score },
          },
        }) => [messageId, { mood, score }],
      ),
  )
}

/** Whether the running mood has taken this message up. */
export async function isMarked(db: Kysely<Schema>, conversationId: string, messageId: string): Promise<boolean> {
  const row = await db
    .selectFrom('events')
    .select('payload')
    .where('conversation_id', '=', conversationId)
    .where('type', '=', 'mood.changed')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined && JSON.parse(row.payload).mark.messageId === messageId
}
