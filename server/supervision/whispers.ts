import type { Kysely } from 'kysely'
import type { Person, Whisper } from '../../protocol/entities.ts'
import type { ReceiptKind } from '../../protocol/agents/escalation.ts'
import type { Context } from '../ground/context.ts'
import { mustBeLive } from '../conversations/guards.ts'
import { newest, type Before } from '../db/newest.ts'
import type { Schema, WhisperRow } from '../db/schema.ts'
import { Conflict, NotFound } from '../ground/errors.ts'
import { change, type Change } from '../events/log.ts'
import { renewHeld } from '../replies/request-run.ts'
import { dropLessonOf, keepWhisper } from '../teaching/lessons.ts'

/** Tell the AI something for its next reply. The same id again is the same whisper. */
export function sendWhisper(
  ctx: Context,
  by: Person,
  conversationId: string,
  sent: { id: string; text: string; must: boolean },
): Promise<Whisper> {
  return change(ctx, { kind: 'operator', id: by.id }, conversationId, async (change) => {
    const existing = await change.trx
      .selectFrom('whispers')
      .selectAll()
      .where('id', '=', sent.id)
      .executeTakeFirst()
    if (existing) return sameOr409(existing, change, sent.text)
    mustBeLive(change)
    const whisper: Whisper = {
      ...sent,
      seq: change.nextSeq,
      at: change.at,
      by,
      state: 'waiting',
      messageId: null,
      settledAt: null,
      receipt: null,
    }
    await insertWhisper(change, whisper)
    // What is sent again became a lesson the first time.
    if (!whisper.must) await keepWhisper(change, whisper)
    return whisper
  })
}

export async function insertWhisper(change: Change, whisper: Whisper): Promise<void> {
  await change.trx.insertInto('whispers').values(rowOf(change.conversation.id, whisper)).execute()
  change.record('whisper.sent', { whisper })
  await renewHeld(change)
}

/** Take a waiting whisper back. Once a reply made with it is being shown it is too late: the visitor has read its effect. */
export function withdrawWhisper(ctx: Context, by: Person, conversationId: string, id: string): Promise<Whisper> {
  return change(ctx, { kind: 'operator', id: by.id }, conversationId, async (change) => {
    const row = await change.trx
      .selectFrom('whispers')
      .selectAll()
      .where('id', '=', id)
      .where('conversation_id', '=', conversationId)
      .executeTakeFirst()
    if (!row) throw new NotFound('There is no such whisper')
    if (row.state === 'withdrawn') return whisperOf(row)
    if (row.state !== 'waiting') throw new Conflict('too_late', 'The AI has already used this in a reply.')
    await change.trx
      .updateTable('whispers')
      .set({ state: 'withdrawn', settled_at: change.at })
      .where('id', '=', id)
      .execute()
    change.record('whisper.withdrawn', { id, at: change.at })
    await renewHeld(change)
    await dropLessonOf(change, id)
    return whisperOf({ ...row, state: 'withdrawn', settled_at: change.at })
  })
}

/** What a run must take up: everything that waits, and what this same run had taken before its process died. */
export async function openWhispers(db: Kysely<Schema>, conversationId: string, runId: string): Promise<Whisper[]> {
  const rows = await db
    .selectFrom('whispers')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .where((eb) =>
      eb.or([eb('state', '=', 'waiting'), eb.and([eb('state', '=', 'taken'), eb('run_id', '=', runId)])]),
    )
    .orderBy('seq')
    .execute()
  return rows.map(whisperOf)
}

export async function listWhispers(
  db: Kysely<Schema>,
  conversationId: string,
  before?: Before,
): Promise<Whisper[]> {
  const wanted = db.selectFrom('whispers').selectAll().where('conversation_id', '=', conversationId)
  return (await newest(wanted, before)).map(whisperOf)
}

function sameOr409(row: WhisperRow, change: Change, text: string): Whisper {
  if (row.conversation_id !== change.conversation.id || row.text !== text)
    throw new Conflict('id_taken', 'This whisper id was used before. Send again with a new one.')
  return whisperOf(row)
}

function rowOf(conversationId: string, whisper: Whisper): WhisperRow {
  return {
    id: whisper.id,
    conversation_id: conversationId,
    seq: whisper.seq,
    at: whisper.at,
    by: JSON.stringify(whisper.by),
    text: whisper.text,
    state: whisper.state,
    run_id: null,
    message_id: whisper.messageId,
    settled_at: whisper.settledAt,
    must: Number(whisper.must),
    receipt: null,
    receipt_sentence: null,
  }
}

function whisperOf(row: WhisperRow): Whisper {
  return {
    id: row.id,
    seq: row.seq,
    at: row.at,
    by: JSON.parse(row.by),
    text: row.text,
    state: row.state as Whisper['state'],
    messageId: row.message_id,
    settledAt: row.settled_at,
    must: Boolean(row.must),
    receipt:
      row.receipt === null ? null : { receipt: row.receipt as ReceiptKind, sentence: row.receipt_sentence ?? '' },
  }
}
