import type { Kysely } from 'kysely'
import type { Visitor } from '../../protocol/entities.ts'
import { saysTheSame, surelyPersonalIn } from '../../protocol/teaching/personal.ts'
import type { Schema } from '../db/schema.ts'
import { headOf } from '../events/head.ts'

const mostRead = 500

/**
 * Whether a question is put in words that others may read: an operator's own, with nothing in them that tells of whom they were. What a visitor wrote, as they wrote it, is
 * read to no stranger ("Did you mean …?"), however harmless it looks.
 */
export async function isGeneral(
  db: Kysely<Schema>,
  question: string,
  conversationId: string | null,
): Promise<boolean> {
  const conversation = conversationId
    ? await db.selectFrom('conversations').select('head').where('id', '=', conversationId).executeTakeFirst()
    : undefined
  if (!conversation) return !surelyPersonalIn(question).length
  const { name, email }: Visitor = headOf(conversation.head).visitor
  if (surelyPersonalIn(question, [name, email]).length) return false
  const said = await db
    .selectFrom('messages')
    .select('text')
    .where('conversation_id', '=', conversationId)
    .where('sender', '=', 'visitor')
    .orderBy('seq', 'desc')
    .limit(mostRead)
    .execute()
  const lines = question.split('\n').filter((line) => line.trim())
  return !lines.every((line) => said.some(({ text }) => text.split('\n').some((own) => saysTheSame(own, line))))
}
