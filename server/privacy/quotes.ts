import type { Kysely } from 'kysely'
import type { Message, PromptLayer, Source } from '../../protocol/entities.ts'
import type { Lesson } from '../../protocol/teaching/shapes.ts'
import { didYouMean } from '../language/did-you-mean.ts'
import type { Database } from '../db/database.ts'
import type { Schema } from '../db/schema.ts'
import { orNone, type Shared } from './person.ts'

/**
 * What was taught is quoted elsewhere: in what the AI saw and said in others' conversations, and beside lessons that seem to say otherwise. Answers which
 * conversations look different now, so that nobody goes on from what they remember of them.
 */
export async function eraseQuotes(
  trx: Kysely<Schema>,
  dialect: Database['dialect'],
  { lessons, corrections, articles }: Shared,
  theirs: string[],
): Promise<string[]> {
  for (const [kind, ids] of [
    ['lesson', lessons],
    ['correction', corrections],
    ['article', articles],
  ] as const)
    for (const id of ids) await eraseFromPrompts(trx, kind, id)
  const rewritten: string[] = []
  for (const id of articles) await eraseFromSources(trx, id, theirs)
  for (const id of corrections) rewritten.push(...(await eraseQuestion(trx, dialect, id, theirs)))
  for (const id of lessons) await eraseFromConflicts(trx, id)
  for (const [kind, ids] of [
    ['lesson', lessons],
    ['correction', corrections],
    ['article', articles],
  ] as const) {
    if (ids.length) await trx.deleteFrom('provenance').where('kind', '=', kind).where('ref', 'in', ids).execute()
  }
  return rewritten
}

async function eraseFromPrompts(trx: Kysely<Schema>, kind: string, ref: string): Promise<void> {
  const prompts = await trx
    .selectFrom('provenance')
    .innerJoin('prompts', 'prompts.message_id', 'provenance.message_id')
    .select(['prompts.message_id', 'layers'])
    .where('kind', '=', kind)
    .where('ref', '=', ref)
    .execute()
  for (const { message_id, layers } of prompts) {
    const kept = (JSON.parse(layers) as PromptLayer[]).map((layer) => ({
      ...layer,
      // The model's reasoning may repeat it.
      items: layer.items.filter((item) => item.id !== ref && item.kind !== 'reasoning'),
    }))
    await trx
      .updateTable('prompts')
      .set({ layers: JSON.stringify(kept) })
      .where('message_id', '=', message_id)
      .execute()
  }
}

/** An article that was learned from them is called by what they asked; below the answers to others it is named as a source. */
async function eraseFromSources(trx: Kysely<Schema>, articleId: string, theirs: string[]): Promise<void> {
  const others = await trx
    .selectFrom('messages')
    .select(['id', 'conversation_id', 'seq', 'sources'])
    .where('sender', '=', 'ai')
    .where('sources', 'like', `%${articleId}%`)
    .where('conversation_id', 'not in', orNone(theirs))
    .execute()
  for (const { id, conversation_id, seq, sources } of others) {
    const kept = (JSON.parse(sources) as Source[]).filter((source) => source.id !== articleId)
    await trx
      .updateTable('messages')
      .set({ sources: JSON.stringify(kept) })
      .where('id', '=', id)
      .execute()
    await rewriteEvent<{ message: Message }>(trx, conversation_id, seq, ({ message }) => ({
      message: { ...message, sources: kept },
    }))
  }
}

/** The AI may have asked somebody else "Did you mean …?" in the words of the question, which a visitor wrote; what it said stays, without them. */
async function eraseQuestion(
  trx: Kysely<Schema>,
  dialect: Database['dialect'],
  id: string,
  theirs: string[],
): Promise<string[]> {
  const { question } = await trx
    .selectFrom('corrections')
    .select('question')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const asked = didYouMean(question)
  if (!asked) return []
  const pattern = `%${asked.replace(/[%_\\]/g, '_')}%`
  const said = await trx
    .selectFrom('messages')
    .select(['id', 'conversation_id', 'seq', 'text'])
    .where('sender', '=', 'ai')
    .where('text', 'like', pattern)
    .where('conversation_id', 'not in', orNone(theirs))
    .execute()
  for (const { id, conversation_id, seq, text } of said) {
    await trx
      .updateTable('messages')
      .set({ text: text.replaceAll(asked, '[erased]') })
      .where('id', '=', id)
      .execute()
    await rewriteEvent<{ message: Message }>(trx, conversation_id, seq, ({ message }) => ({
      message: { ...message, text: message.text.replaceAll(asked, '[erased]') },
    }))
    await rewriteHead(trx, dialect, conversation_id, asked)
    const prompts = await trx
      .selectFrom('prompts')
      .innerJoin('messages', 'messages.id', 'prompts.message_id')
      .select(['message_id', 'layers'])
      .where('conversation_id', '=', conversation_id)
      .execute()
    for (const { message_id, layers } of prompts)
      await trx
        .updateTable('prompts')
        .set({ layers: without(layers, asked) })
        .where('message_id', '=', message_id)
        .execute()
  }
  return said.map(({ conversation_id }) => conversation_id)
}

async function rewriteHead(
  trx: Kysely<Schema>,
  dialect: Database['dialect'],
  id: string,
  words: string,
): Promise<void> {
  const wanted = trx.selectFrom('conversations').select('head').where('id', '=', id)
  // Whoever moves this conversation right now must not write back the head that they have read.
  const { head } = await (dialect === 'postgres' ? wanted.forUpdate() : wanted).executeTakeFirstOrThrow()
  await trx
    .updateTable('conversations')
    .set({ head: without(head, words) })
    .where('id', '=', id)
    .execute()
}

/** As it is written within JSON. */
const without = (json: string, words: string) => json.replaceAll(JSON.stringify(words).slice(1, -1), '[erased]')

async function eraseFromConflicts(trx: Kysely<Schema>, id: string): Promise<void> {
  const rows = await trx
    .selectFrom('lessons')
    .select(['id', 'conflicts'])
    .where('conflicts', 'like', `%${id}%`)
    .execute()
  for (const row of rows)
    await trx
      .updateTable('lessons')
      .set({ conflicts: JSON.stringify(withoutLesson(JSON.parse(row.conflicts), id)) })
      .where('id', '=', row.id)
      .execute()
  const told = await trx
    .selectFrom('events')
    .select(['conversation_id', 'seq'])
    .where('type', 'in', ['lesson.saved', 'lesson.changed'])
    .where('payload', 'like', `%${id}%`)
    .execute()
  for (const { conversation_id, seq } of told)
    await rewriteEvent<{ lesson: Lesson }>(trx, conversation_id, seq, ({ lesson }) => ({
      lesson: { ...lesson, conflicts: withoutLesson(lesson.conflicts, id) },
    }))
}

const withoutLesson = (conflicts: Lesson['conflicts'], id: string) =>
  conflicts.filter((conflict) => conflict.id !== id)

async function rewriteEvent<P>(
  trx: Kysely<Schema>,
  conversationId: string,
  seq: number,
  rewrite: (payload: P) => P,
): Promise<void> {
  const { payload } = await trx
    .selectFrom('events')
    .select('payload')
    .where('conversation_id', '=', conversationId)
    .where('seq', '=', seq)
    .executeTakeFirstOrThrow()
  await trx
    .updateTable('events')
    .set({ payload: JSON.stringify(rewrite(JSON.parse(payload))) })
    .where('conversation_id', '=', conversationId)
    .where('seq', '=', seq)
    .execute()
}
