import type { Kysely } from 'kysely'
import type { RouteParsed } from '../../protocol/api.ts'
import type { Person } from '../../protocol/entities.ts'
import type { Correction, UsedCorrection } from '../../protocol/teaching/shapes.ts'
import type { Context } from '../ground/context.ts'
import { findMessage, postMessage } from '../conversations/messages.ts'
import { mustBeLive } from '../conversations/guards.ts'
import { contains, searchedWords } from '../db/contains.ts'
import type { CorrectionRow, Schema } from '../db/schema.ts'
import { Conflict, Invalid, NotFound } from '../ground/errors.ts'
import { change, type Change } from '../events/log.ts'
import { isGeneral } from './general.ts'
import { provenOf } from './lessons.ts'
import { audienceOf, columnsOf, mustReach, nobody, reachOf, reachOfContact, type Audience } from './reach.ts'
import { heldBy } from '../conversations/guards.ts'
import { inTeachingScope, type TeachingScope } from './teaching-scope.ts'
import { usesOf } from './uses.ts'

const mostListed = 500

type AddBody = RouteParsed<'POST /api/conversations/:id/messages/:messageId/correction'>['body']

/** Say what an AI message should have said; with `tell` the visitor reads it, too. One transaction: a correction that cannot be told is not stored. */
export async function addCorrection(
  ctx: Context,
  by: Person,
  { id: conversationId, messageId }: { id: string; messageId: string },
  { tell, ...sent }: AddBody,
): Promise<Correction> {
  const correction = await change(ctx, { kind: 'operator', id: by.id }, conversationId, async (change) => {
    const existing = await findRow(change.trx, sent.id)
    if (existing) return sameOr409(change.trx, existing, sent.answer)
    await mustBeOpen(change, messageId)
    const { contact, company } = await reachOf(change.trx, change.conversation)
    mustReach(sent.scope, { contact, company })
    const toldIn = tell ? await tellVisitor(change, by, messageId, sent.answer) : null
    const general = await isGeneral(change.trx, sent.question, conversationId)
    const teaching = { trx: change.trx, at: change.at, change }
    return insert(teaching, by, { ...sent, general, contact, company, messageId, toldIn })
  })
  spread(ctx, correction)
  return correction
}

/** A correction from Live Train, where there is no message to hang it on. */
export async function writeCorrection(
  ctx: Context,
  by: Person,
  { contactId, askedIn, ...sent }: RouteParsed<'POST /api/corrections'>['body'],
): Promise<Correction> {
  const correction = await inTeachingScope(ctx, by, null, async (teaching) => {
    const existing = await findRow(teaching.trx, sent.id)
    if (existing) return sameOr409(teaching.trx, existing, sent.answer)
    const { contact, company } = contactId ? await reachOfContact(teaching.trx, contactId) : nobody
    mustReach(sent.scope, { contact, company })
    const general = await isGeneral(teaching.trx, sent.question, askedIn ?? null)
    return insert(teaching, by, { ...sent, general, contact, company, messageId: null, toldIn: null })
  })
  spread(ctx, correction)
  return correction
}

/** Edit, widen, narrow or restore. */
export function changeCorrection(
  ctx: Context,
  by: Person,
  id: string,
  wanted: RouteParsed<'PATCH /api/corrections/:id'>['body'],
): Promise<Correction> {
  return onCorrection(ctx, by, id, async (teaching, row) => {
    if (wanted.scope) mustReach(wanted.scope, audienceOf(row))
    const { retired, ...changes } = wanted
    const general =
      changes.question === undefined || changes.question === row.question
        ? row.general
        : Number(await isGeneral(teaching.trx, changes.question, row.conversation_id))
    return update(teaching, row, { ...changes, general, ...(retired === false && { retired_at: null }) })
  })
}

/** It answers nothing any more; restoring brings it back as it was. */
export function retireCorrection(ctx: Context, by: Person, id: string): Promise<Correction> {
  return onCorrection(ctx, by, id, (teaching, row) =>
    row.retired_at ? correctionOf(teaching.trx, row) : update(teaching, row, { retired_at: teaching.at }),
  )
}

export async function listCorrections(
  ctx: Context,
  { text = '', retired }: RouteParsed<'GET /api/corrections'>['query'],
): Promise<{ corrections: UsedCorrection[]; more: boolean }> {
  const db = ctx.db.reads
  let wanted = db
    .selectFrom('corrections')
    .selectAll()
    .where('retired_at', retired ? 'is not' : 'is', null)
  for (const word of searchedWords(text))
    wanted = wanted.where((eb) =>
      eb.or(
        (['question', 'answer', 'contact_name', 'company_name'] as const).map((column) =>
          contains(eb.ref(column), word),
        ),
      ),
    )
  const rows = await wanted
    .orderBy('changed_at', 'desc')
    .orderBy('id')
    .limit(mostListed + 1)
    .execute()
  const corrections = await correctionsOf(db, rows.slice(0, mostListed))
  const use = await usesOf(
    db,
    'correction',
    corrections.map(({ id }) => id),
  )
  return {
    corrections: corrections.map((correction) => ({ ...correction, ...use(correction.id) })),
    more: rows.length > mostListed,
  }
}

/** Only what an AI said can be corrected, and only once: a second opinion changes the first. */
async function mustBeOpen(change: Change, messageId: string): Promise<void> {
  const message = await findMessage(change.trx, change.conversation.id, messageId)
  if (!message) throw new NotFound('There is no such message')
  if (message.from !== 'ai') throw new Invalid('not_ai', 'Only what the AI said can be corrected.')
  const taken = await change.trx
    .selectFrom('corrections')
    .select('id')
    .where('message_id', '=', messageId)
    .executeTakeFirst()
  if (taken)
    throw new Conflict('corrected', 'This message was corrected already. Change that correction instead.', {
      id: taken.id,
    })
}

/** For everyone to see, in a line of the server's own: neither the AI nor the operator speaks, so nobody's pen is taken. */
async function tellVisitor(change: Change, by: Person, messageId: string, answer: string): Promise<string> {
  const { control } = change.conversation
  mustBeLive(change)
  if (control.operator && control.operator.id !== by.id) throw heldBy(control)
  return (await postMessage(change, { from: 'system', text: `Correction: ${answer}`, corrects: messageId })).id
}

interface Wanted extends Audience {
  id: string
  question: string
  general: boolean
  answer: string
  messageId: string | null
  toldIn: string | null
}

async function insert(
  { trx, at, change }: TeachingScope,
  by: Person,
  { id, question, general, answer, messageId, toldIn, ...audience }: Wanted,
): Promise<Correction> {
  const row: CorrectionRow = {
    id,
    question,
    answer,
    ...columnsOf(audience),
    by: JSON.stringify(by),
    message_id: messageId,
    conversation_id: change?.conversation.id ?? null,
    created_at: at,
    changed_at: at,
    retired_at: null,
    told_in: toldIn,
    general: general ? 1 : 0,
  }
  await trx.insertInto('corrections').values(row).execute()
  const correction = await correctionOf(trx, row)
  change?.record('correction.added', { correction })
  return correction
}

async function update(
  { trx, at, change }: TeachingScope,
  row: CorrectionRow,
  changes: Partial<CorrectionRow>,
): Promise<Correction> {
  // Two changes within a millisecond must not look like one to a prompt that was made between them.
  const changed: CorrectionRow = { ...row, ...changes, changed_at: Math.max(at, row.changed_at + 1) }
  await trx
    .updateTable('corrections')
    .set({ ...changes, changed_at: changed.changed_at })
    .where('id', '=', row.id)
    .execute()
  const correction = await correctionOf(trx, changed)
  change?.record('correction.changed', { correction })
  return correction
}

/** The log of the conversation that was corrected tells of every change, so that is what gets locked. */
async function onCorrection(
  ctx: Context,
  by: Person,
  id: string,
  work: (teaching: TeachingScope, row: CorrectionRow) => Promise<Correction>,
): Promise<Correction> {
  const { conversation_id } = await mustFind(ctx.db.reads, id)
  const correction = await inTeachingScope(ctx, by, conversation_id, async (teaching) =>
    work(teaching, await mustFind(teaching.trx, id)),
  )
  spread(ctx, correction)
  return correction
}

/** This process knows it before it says so; every other one that answers visitors is told to look. */
function spread(ctx: Context, correction: Correction): void {
  if (correction.retiredAt) ctx.corrections.remove(correction.id)
  else ctx.corrections.put(correction)
  ctx.bus.publish('corrections', { id: correction.id })
}

async function sameOr409(db: Kysely<Schema>, row: CorrectionRow, answer: string): Promise<Correction> {
  if (row.answer !== answer)
    throw new Conflict('id_taken', 'This correction id was used before. Save it again with a new one.')
  return correctionOf(db, row)
}

const findRow = (db: Kysely<Schema>, id: string) =>
  db.selectFrom('corrections').selectAll().where('id', '=', id).executeTakeFirst()

async function mustFind(db: Kysely<Schema>, id: string): Promise<CorrectionRow> {
  const row = await findRow(db, id)
  if (!row) throw new NotFound('There is no such correction')
  return row
}

const correctionOf = async (db: Kysely<Schema>, row: CorrectionRow): Promise<Correction> =>
  (await correctionsOf(db, [row]))[0]!

export async function correctionsOf(db: Kysely<Schema>, rows: CorrectionRow[]): Promise<Correction[]> {
  const proven = await provenOf(db, rows)
  return rows.map((row) => ({
    id: row.id,
    question: row.question,
    general: row.general === 1,
    answer: row.answer,
    ...audienceOf(row),
    by: JSON.parse(row.by),
    messageId: row.message_id,
    conversationId: row.conversation_id,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    retiredAt: row.retired_at,
    toldIn: row.told_in,
    unverified: row.scope !== 'everyone' && row.contact_id !== null && !proven.has(row.contact_id),
  }))
}
