import { startOf } from '../../protocol/cut.ts'
import type { Kysely } from 'kysely'
import type { RouteParsed } from '../../protocol/api.ts'
import type { Person } from '../../protocol/entities.ts'
import {
  maxPhrasingLength,
  maxPhrasings,
  type Phrasing,
  type PhrasingOrigin,
} from '../../protocol/teaching/learning-routes.ts'
import { newId, type Context } from '../ground/context.ts'
import type { PhrasingRow, Schema } from '../db/schema.ts'
import { Conflict, Invalid, NotFound } from '../ground/errors.ts'
import { askedTerms } from '../knowledge/words.ts'
import { askedBefore } from './asked-before.ts'

type Body = RouteParsed<'POST /api/corrections/:id/phrasings'>['body']

export async function listPhrasings(ctx: Context, correctionId: string): Promise<Phrasing[]> {
  await mustBeThere(ctx.db.reads, correctionId)
  const rows = await ctx.db.reads
    .selectFrom('phrasings')
    .selectAll()
    .where('correction_id', '=', correctionId)
    .orderBy('at', 'desc')
    .orderBy('id')
    .execute()
  return rows.map(phrasingOf)
}

/** An operator writes a phrasing, or says of a reply whether the correction was right for what was asked. */
export async function teachPhrasing(
  ctx: Context,
  by: Person,
  correctionId: string,
  { id, right, text, messageId }: Body,
): Promise<Phrasing> {
  const row = await ctx.db.write(async (trx) => {
    await mustBeThere(trx, correctionId)
    const same = await trx.selectFrom('phrasings').selectAll().where('id', '=', id).executeTakeFirst()
    if (same) return same.correction_id === correctionId ? same : taken()
    const asked = messageId ? await askedBefore(trx, messageId) : null
    if (messageId && !asked) throw new Invalid('nothing_asked', 'Nothing was asked before this message.')
    const learned = await learn(trx, {
      id,
      correctionId,
      text: text ?? asked!.text,
      right,
      origin: 'operator',
      by,
      conversationId: asked?.conversationId ?? null,
      messageId: messageId ?? null,
      at: Date.now(),
    })
    if (!learned)
      throw new Invalid(
        'own_question',
        'This is the question of the correction itself. Change or retire the correction instead.',
      )
    return learned
  })
  tellLearned(ctx, correctionId)
  return phrasingOf(row)
}

/** Takes one out, puts it back or turns it round. */
export async function changePhrasing(
  ctx: Context,
  by: Person,
  { id: correctionId, phrasingId: id }: { id: string; phrasingId: string },
  { removed, right }: { removed?: boolean; right?: boolean },
): Promise<Phrasing> {
  const row = await ctx.db.write(async (trx) => {
    const row = await trx
      .selectFrom('phrasings')
      .selectAll()
      .where('id', '=', id)
      .where('correction_id', '=', correctionId)
      .executeTakeFirst()
    if (!row) throw new NotFound('There is no such phrasing')
    const changes: Partial<PhrasingRow> = {
      ...(removed !== undefined && { removed_at: removed ? (row.removed_at ?? Date.now()) : null }),
      ...(right !== undefined && { rejected: right ? 0 : 1, origin: 'operator', by: JSON.stringify(by) }),
    }
    if (Object.keys(changes).length) await trx.updateTable('phrasings').set(changes).where('id', '=', id).execute()
    await makeRoom(trx, correctionId)
    return { ...row, ...changes }
  })
  tellLearned(ctx, correctionId)
  return phrasingOf(row)
}

interface Learned {
  id?: string
  correctionId: string
  text: string
  right: boolean
  origin: PhrasingOrigin
  by: Person | null
  conversationId: string | null
  messageId: string | null
  at: number
}

/**
 * Keeps what one match taught, within the caller's transaction. What an operator said or took out is not overruled by a vote, what stands there already is not
 * kept twice, and no correction is turned against its own question. Null when there was nothing to learn.
 */
export async function learn(
  trx: Kysely<Schema>,
  { id = newId(), correctionId, right, origin, by, conversationId, messageId, at, ...said }: Learned,
): Promise<PhrasingRow | null> {
  const text = startOf(said.text.trim(), maxPhrasingLength).toWellFormed()
  const { question } = await trx
    .selectFrom('corrections')
    .select('question')
    .where('id', '=', correctionId)
    .executeTakeFirstOrThrow()
  if (!askedTerms(text).length || sameWords(text, question)) return null
  const all = await trx.selectFrom('phrasings').selectAll().where('correction_id', '=', correctionId).execute()
  const known =
    all.find((row) => (messageId ? row.message_id === messageId : false)) ??
    all.find((row) => sameWords(row.text, text) && (origin === 'operator' || isJudged(row) || row.removed_at))
  // A vote that an operator took back leaves the visitor's on the same answer.
  const judgedElsewhere = known?.origin === 'operator' || (!!known?.by && known.message_id !== messageId)
  if (known && !by && (judgedElsewhere || known.removed_at)) return null
  const judged = { rejected: right ? 0 : 1, origin, by: by && JSON.stringify(by), removed_at: null }
  if (known) {
    await trx.updateTable('phrasings').set(judged).where('id', '=', known.id).execute()
    return { ...known, ...judged }
  }
  const row: PhrasingRow = {
    id,
    correction_id: correctionId,
    text,
    conversation_id: conversationId,
    message_id: messageId,
    at,
    ...judged,
  }
  await trx.insertInto('phrasings').values(row).execute()
  await makeRoom(trx, correctionId)
  return row
}

/** A vote that was taken back teaches nothing any more. */
export async function unlearn(trx: Kysely<Schema>, correctionId: string, messageId: string): Promise<void> {
  await trx
    .deleteFrom('phrasings')
    .where('correction_id', '=', correctionId)
    .where('message_id', '=', messageId)
    .where('origin', '=', 'vote')
    .where('removed_at', 'is', null)
    .execute()
}

/** Of either kind the latest stay, and before them what operators wrote. */
async function makeRoom(trx: Kysely<Schema>, correctionId: string): Promise<void> {
  const rows = await trx
    .selectFrom('phrasings')
    .select(['id', 'rejected', 'origin', 'at'])
    .where('correction_id', '=', correctionId)
    .where('removed_at', 'is', null)
    .execute()
  const byWorth = rows.sort(
    (a, b) => Number(b.origin === 'operator') - Number(a.origin === 'operator') || b.at - a.at,
  )
  const over = [0, 1]
    .flatMap((kind) => byWorth.filter(({ rejected }) => rejected === kind).slice(maxPhrasings))
    .map(({ id }) => id)
  if (over.length) await trx.deleteFrom('phrasings').where('id', 'in', over).execute()
}

/** Every process that answers visitors takes it into its index before the next question. */
export function tellLearned(ctx: Context, correctionId: string | null): void {
  if (correctionId) ctx.bus.publish('corrections', { id: correctionId })
}

export interface Phrasings {
  right: PhrasingRow[]
  wrong: PhrasingRow[]
}

/** An operator wrote it, nodded at it, or voted so. */
const isJudged = ({ origin, by }: Pick<PhrasingRow, 'origin' | 'by'>) => origin === 'operator' || by !== null

/** So many visitors must have said yes to the same words before they count for everybody. */
const agreeing = 3

type Taught = PhrasingRow & { visitor_id: string | null }

/**
 * What operators judged counts. Of what visitors taught, words that several of them said yes to do; a visitor's no waits for an operator's nod, because it
 * would take an answer of the operators' away from everybody.
 */
function counted(rows: Taught[]): PhrasingRow[] {
  const visitors = Map.groupBy(
    rows.filter((row) => !row.rejected && !isJudged(row)),
    ({ text }) => wordsOf(text),
  )
  return rows.filter((row) => {
    if (isJudged(row)) return true
    if (row.rejected) return false
    const same = visitors.get(wordsOf(row.text)) ?? []
    return same[0] === row && new Set(same.map(({ visitor_id }) => visitor_id)).size >= agreeing
  })
}

/** What counts for these corrections. */
export async function phrasingsOf(
  db: Kysely<Schema>,
  correctionId: string | null = null,
): Promise<(correctionId: string) => Phrasings> {
  let wanted = db
    .selectFrom('phrasings')
    .leftJoin('conversations', 'conversations.id', 'phrasings.conversation_id')
    .selectAll('phrasings')
    .select('conversations.visitor_id')
    .where('removed_at', 'is', null)
  if (correctionId) wanted = wanted.where('correction_id', '=', correctionId)
  const byCorrection = Map.groupBy(
    await wanted.orderBy('at').orderBy('phrasings.id').execute(),
    ({ correction_id }) => correction_id,
  )
  return (id) => {
    const rows = counted(byCorrection.get(id) ?? [])
    return { right: rows.filter(({ rejected }) => !rejected), wrong: rows.filter(({ rejected }) => rejected) }
  }
}

const sameWords = (a: string, b: string) => wordsOf(a) === wordsOf(b)
const wordsOf = (text: string) => askedTerms(text).toSorted().join(' ')

async function mustBeThere(db: Kysely<Schema>, correctionId: string): Promise<void> {
  if (!(await db.selectFrom('corrections').select('id').where('id', '=', correctionId).executeTakeFirst()))
    throw new NotFound('There is no such correction')
}

function taken(): never {
  throw new Conflict('id_taken', 'This id was used before. Save it again with a new one.')
}

function phrasingOf(row: PhrasingRow): Phrasing {
  return {
    id: row.id,
    text: row.text,
    right: !row.rejected,
    origin: row.origin as PhrasingOrigin,
    by: row.by ? JSON.parse(row.by) : null,
    conversationId: row.conversation_id,
    messageId: row.message_id,
    at: row.at,
    removedAt: row.removed_at,
  }
}
