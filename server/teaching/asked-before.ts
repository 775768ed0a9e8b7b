import type { Kysely } from 'kysely'
import { readSmallTalk } from '../language/smalltalk.ts'
import type { Schema } from '../db/schema.ts'

/** As far back as a question may lie. */
const lookedAt = 6

/** What the visitor asked before an AI message: the last thing they wrote that was no mere yes, no or hello. Null when there is none. */
export async function askedBefore(
  db: Kysely<Schema>,
  messageId: string,
): Promise<{ text: string; conversationId: string } | null> {
  const message = await db
    .selectFrom('messages')
    .select(['conversation_id', 'seq'])
    .where('id', '=', messageId)
    .where('sender', '=', 'ai')
    .executeTakeFirst()
  if (!message) return null
  const said = await db
    .selectFrom('messages')
    .select('text')
    .where('conversation_id', '=', message.conversation_id)
    .where('seq', '<', message.seq)
    .where('sender', '=', 'visitor')
    .orderBy('seq', 'desc')
    .limit(lookedAt)
    .execute()
  const asked = said.find(({ text }) => readSmallTalk(text) === null)
  return asked ? { text: asked.text, conversationId: message.conversation_id } : null
}
