import type { Kysely } from 'kysely'
import { startOf } from '../../protocol/cut.ts'
import type { Schema } from '../db/schema.ts'

/** The Live Feed's search looks through this many of a conversation's latest messages, and through this much of each. */
export const searchedMessages = 6
export const searchable = 400

/** Of every live conversation, by its id, oldest first. */
export async function latestTexts(db: Kysely<Schema>): Promise<Map<string, string[]>> {
  const rows = await db
    .selectFrom(
      said(db)
        .innerJoin('conversations', 'conversations.id', 'conversation_id')
        .where('conversations.status', '=', 'live')
        .select((eb) => [
          'conversation_id',
          'text',
          'messages.seq',
          eb.fn
            .agg<number>('row_number')
            .over((over) => over.partitionBy('conversation_id').orderBy('messages.seq', 'desc'))
            .as('place'),
        ])
        .as('placed'),
    )
    .select(['conversation_id', 'text'])
    .where('place', '<=', searchedMessages)
    .orderBy('seq')
    .execute()
  const texts = new Map<string, string[]>()
  for (const { conversation_id, text } of rows)
    texts.set(conversation_id, [...(texts.get(conversation_id) ?? []), startOf(text, searchable)])
  return texts
}

export async function latestTextsOf(db: Kysely<Schema>, id: string): Promise<string[]> {
  const rows = await said(db)
    .select('text')
    .where('conversation_id', '=', id)
    .orderBy('seq', 'desc')
    .limit(searchedMessages)
    .execute()
  return rows.reverse().map(({ text }) => startOf(text, searchable))
}

/** What people and the AI said; the server's own lines are not searched. */
const said = (db: Kysely<Schema>) => db.selectFrom('messages').where('sender', '!=', 'system')
