import type { Inquiry, Person } from '../../protocol/entities.ts'
import { postLine } from '../conversations/messages.ts'
import { mustBeLive } from '../conversations/guards.ts'
import { change, type Change } from '../events/log.ts'
import type { Context } from '../ground/context.ts'
import { Conflict, NotFound } from '../ground/errors.ts'
import { requestRun } from '../replies/request-run.ts'
import { openTicket } from '../tickets/open.ts'
import { findInquiry, inquiryOf, openInquiry } from './open-inquiry.ts'
import { insertWhisper } from './whispers.ts'

/** The team is asked something about a running conversation, without anybody taking it over. The visitor reads only that a colleague is asked. */

const halo = { kind: 'system', id: null } as const

/** An operator asks their colleagues. The same id again is the same question; one is asked at a time. */
export function askTeam(
  ctx: Context,
  by: Person,
  conversationId: string,
  asked: { id: string; text: string },
): Promise<Inquiry> {
  return change(ctx, { kind: 'operator', id: by.id }, conversationId, async (change) => {
    const before = await findInquiry(change.trx, conversationId, asked.id)
    if (before) return inquiryOf(before)
    mustBeLive(change)
    if (change.conversation.inquiry)
      throw new Conflict('asked', 'The team is being asked something here already. Nothing was changed.')
    const inquiry = await openInquiry(change, { ...asked, by }, ctx.timing.inquiryMs)
    if (change.conversation.control.holder === 'ai') await postLine(change, (lines) => lines.checking)
    return inquiry
  })
}

/** A colleague answers: the AI is whispered it, with whose it is, and goes on at once. Who comes second is told who was first. */
export function answerInquiry(
  ctx: Context,
  by: Person,
  conversationId: string,
  { id, text }: { id: string; text: string },
): Promise<Inquiry> {
  return change(ctx, { kind: 'operator', id: by.id }, conversationId, async (change) => {
    const row = await findInquiry(change.trx, conversationId, id)
    if (!row) throw new NotFound('There is no such question')
    const before = inquiryOf(row)
    if (before.answer) {
      if (before.answer.by.id === by.id && before.answer.text === text) return before
      throw new Conflict('answered', `${before.answer.by.name} has answered already. Nothing was changed.`)
    }
    const answer = { by, text, at: change.at }
    await change.trx
      .updateTable('inquiries')
      .set({ state: 'answered', answer: JSON.stringify(answer) })
      .where('id', '=', id)
      .execute()
    change.record('inquiry.answered', { id, answer })
    const { status, control } = change.conversation
    if (status === 'live' && control.holder === 'ai') await passOn(change, by, { id, text })
    return { ...before, state: 'answered', answer }
  })
}

async function passOn(change: Change, by: Person, { id, text }: { id: string; text: string }): Promise<void> {
  await insertWhisper(change, {
    id,
    seq: change.nextSeq,
    at: change.at,
    by,
    text,
    must: false,
    state: 'waiting',
    messageId: null,
    settledAt: null,
    receipt: null,
  })
  await requestRun(change)
}

/** Nobody answered in time: the visitor is told, the AI goes on, and the question is not lost, because it becomes a ticket. */
export async function expireInquiries(ctx: Context, now: number): Promise<void> {
  const due = await ctx.db.reads
    .selectFrom('inquiries')
    .select(['id', 'conversation_id'])
    .where('state', '=', 'open')
    .where('due_at', '<=', now)
    .limit(100)
    .execute()
  for (const { id, conversation_id } of due) await expire(ctx, conversation_id, id)
}

function expire(ctx: Context, conversationId: string, id: string): Promise<void> {
  return change(ctx, halo, conversationId, async (change) => {
    const row = await findInquiry(change.trx, conversationId, id)
    if (row?.state !== 'open') return
    await change.trx.updateTable('inquiries').set({ state: 'expired' }).where('id', '=', id).execute()
    change.record('inquiry.expired', { id, at: change.at })
    if (change.conversation.control.holder === 'operator') return
    if (!change.conversation.ticket) await openTicket(change, { status: 'open', assignee: null })
    if (change.conversation.status === 'live') await postLine(change, (lines) => lines.notAnsweredYet)
  })
}
