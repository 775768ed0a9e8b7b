import type { Kysely } from 'kysely'
import type { Schema } from '../db/schema.ts'

/** Tables whose rows belong to one conversation and to nothing else. */
const ofConversation = [
  'events',
  'messages',
  'whispers',
  'inquiries',
  'holds',
  'runs',
  'takeovers',
  'ratings',
  'notes',
  'comments',
  'mentions',
  'thread_reads',
  'mood_votes',
  'learned_answers',
  'tickets',
  'phrasings',
  'mails',
] as const

/**
 * Removes conversations with everything that is theirs alone. What was taught in them holds on, without where it came from. Their rows must be locked.
 * Answers how many messages went.
 */
export async function removeConversations(trx: Kysely<Schema>, ids: string[]): Promise<number> {
  if (!ids.length) return 0
  const messages = trx.selectFrom('messages').select('id').where('conversation_id', 'in', ids)
  for (const table of ['prompts', 'provenance'] as const)
    await trx.deleteFrom(table).where('message_id', 'in', messages).execute()
  await trx.updateTable('model_usage').set({ message_id: null }).where('message_id', 'in', messages).execute()
  const { count } = await trx
    .selectFrom('messages')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('conversation_id', 'in', ids)
    .executeTakeFirstOrThrow()
  await forgetQuestions(trx, ids)
  await forgetOrigin(trx, ids)
  for (const table of ofConversation) await trx.deleteFrom(table).where('conversation_id', 'in', ids).execute()
  await trx.deleteFrom('conversations').where('id', 'in', ids).execute()
  return Number(count)
}

/** A gap is called by what somebody asked. It takes the name of another question of its kind, or goes with the last one. */
async function forgetQuestions(trx: Kysely<Schema>, ids: string[]): Promise<void> {
  const gone = await trx
    .deleteFrom('gap_questions')
    .where('conversation_id', 'in', ids)
    .returning('gap_id')
    .execute()
  for (const gap of new Set(gone.flatMap(({ gap_id }) => gap_id ?? []))) {
    const other = await trx
      .selectFrom('gap_questions')
      .select('question')
      .where('gap_id', '=', gap)
      .orderBy('at')
      .limit(1)
      .executeTakeFirst()
    if (other) await trx.updateTable('gaps').set({ question: other.question }).where('id', '=', gap).execute()
    else await trx.deleteFrom('gaps').where('id', '=', gap).execute()
  }
  await trx.updateTable('gaps').set({ ended_in: null }).where('ended_in', 'in', ids).execute()
}

async function forgetOrigin(trx: Kysely<Schema>, ids: string[]): Promise<void> {
  await trx
    .updateTable('lessons')
    .set({ conversation_id: null, whisper_id: null })
    .where('conversation_id', 'in', ids)
    .execute()
  await trx
    .updateTable('corrections')
    .set({ conversation_id: null, message_id: null, told_in: null })
    .where('conversation_id', 'in', ids)
    .execute()
  await trx.updateTable('shut_outs').set({ conversation_id: null }).where('conversation_id', 'in', ids).execute()
  await trx.updateTable('articles').set({ conversation_id: null }).where('conversation_id', 'in', ids).execute()
  // That somebody did something stays; in whose conversation goes.
  await trx
    .updateTable('audit')
    .set({ subject: null, conversation_id: null })
    .where('conversation_id', 'in', ids)
    .execute()
}
