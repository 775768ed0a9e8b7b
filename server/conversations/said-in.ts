import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import { contains } from '../db/contains.ts'
import type { Schema } from '../db/schema.ts'

/** Whether these words stand in a message of the conversation. */
export const saidIn = (
  eb: ExpressionBuilder<Schema, 'conversations'>,
  conversation: 'conversations.id',
  words: string,
): Expression<SqlBool> =>
  eb.exists(
    eb
      .selectFrom('messages')
      .select('messages.id')
      .whereRef('messages.conversation_id', '=', conversation)
      .where((message) => contains(message.ref('messages.text'), words)),
  )
