import type { Kysely } from 'kysely'
import type { Inquiry, Person } from '../../protocol/entities.ts'
import { newest, type Before } from '../db/newest.ts'
import type { InquiryRow, Schema } from '../db/schema.ts'
import type { Change } from '../events/log.ts'

/** `by` null: the AI asks, in whose reply the visitor reads of it. */
export async function openInquiry(
  change: Change,
  { id, text, by }: { id: string; text: string; by: Person | null },
  waitMs: number,
): Promise<Inquiry> {
  const inquiry: Inquiry = { id, seq: change.nextSeq, at: change.at, by, text, state: 'open', answer: null }
  await change.trx
    .insertInto('inquiries')
    .values({
      ...inquiry,
      conversation_id: change.conversation.id,
      by: by && JSON.stringify(by),
      answer: null,
      due_at: change.at + waitMs,
    })
    .execute()
  change.record('inquiry.opened', { inquiry })
  return inquiry
}

export async function listInquiries(
  db: Kysely<Schema>,
  conversationId: string,
  before?: Before,
): Promise<Inquiry[]> {
  const wanted = db.selectFrom('inquiries').selectAll().where('conversation_id', '=', conversationId)
  return (await newest(wanted, before)).map(inquiryOf)
}

export const findInquiry = (db: Kysely<Schema>, conversationId: string, id: string) =>
  db
    .selectFrom('inquiries')
    .selectAll()
    .where('id', '=', id)
    .where('conversation_id', '=', conversationId)
    .executeTakeFirst()

export const inquiryOf = ({ id, seq, at, by, text, state, answer }: InquiryRow): Inquiry => ({
  id,
  seq,
  at: Number(at),
  by: by ? JSON.parse(by) : null,
  text,
  state,
  answer: answer ? JSON.parse(answer) : null,
})
