import type { Kysely } from 'kysely'
import { shortenedAtWord } from '../language/shortened.ts'
import { isQuestion } from '../language/question.ts'
import { readSmallTalk } from '../language/smalltalk.ts'
import type { Person, Ticket, TicketStatus } from '../../protocol/entities.ts'
import { newId } from '../ground/context.ts'
import type { Schema, TicketRow } from '../db/schema.ts'
import type { Change } from '../events/log.ts'

/** The conversation's ticket, opened or brought to this state. One conversation has at most one; opening it again finds the same. */
export async function openTicket(
  change: Change,
  wanted: { status: TicketStatus; assignee: Person | null },
): Promise<Ticket> {
  const existing = change.conversation.ticket
  const by = wanted.assignee?.id === change.actor.id ? wanted.assignee : null
  // What is worked on again stands by itself again.
  if (existing)
    return recordTicket(
      change,
      {
        ...withStatus(existing, wanted.status),
        assignee: wanted.assignee ?? existing.assignee,
        mergedInto: undefined,
      },
      by,
    )
  const ticket: Ticket = {
    id: newId(),
    number: await nextNumber(change.trx),
    conversationId: change.conversation.id,
    subject: await subjectOf(change),
    ...wanted,
    openedAt: change.at,
    changedAt: change.at,
  }
  await change.trx.insertInto('tickets').values(rowOf(ticket)).execute()
  change.record('ticket.opened', { ticket, ...(by && { by }) })
  return ticket
}

/** Keeps the conversation's ticket as it is wanted to be; when it is so already: no change. */
export async function recordTicket(change: Change, wanted: Ticket, by: Person | null): Promise<Ticket> {
  const before = change.conversation.ticket!
  if (isSame(before, wanted)) return before
  const ticket = { ...(JSON.parse(JSON.stringify(wanted)) as Ticket), changedAt: change.at }
  await change.trx.updateTable('tickets').set(rowOf(ticket)).where('id', '=', ticket.id).execute()
  change.record('ticket.changed', { ticket, ...(by && { by }) })
  return ticket
}

/** What belonged to the old status goes with it. */
export function withStatus(
  { snoozedUntil, resolvedBy, ...ticket }: Ticket,
  status: TicketStatus,
  more: Pick<Ticket, 'snoozedUntil' | 'resolvedBy'> = {},
): Ticket {
  return ticket.status === status && !Object.keys(more).length
    ? { ...ticket, ...(snoozedUntil && { snoozedUntil }), ...(resolvedBy && { resolvedBy }) }
    : { ...ticket, status, ...more }
}

function isSame(one: Ticket, other: Ticket): boolean {
  // The assignee is who it is by id, whatever they are called by now.
  const compared = (ticket: Ticket) => JSON.stringify({ ...rowOf(ticket), assignee: null })
  return compared(one) === compared(other)
}

/** The counter's row is locked until the commit, so numbers have no double; a rolled-back ticket gives its number back. */
async function nextNumber(trx: Kysely<Schema>): Promise<number> {
  const { value } = await trx
    .insertInto('counters')
    .values({ name: 'tickets', value: 1 })
    .onConflict((oc) => oc.column('name').doUpdateSet((eb) => ({ value: eb('counters.value', '+', 1) })))
    .returning('value')
    .executeTakeFirstOrThrow()
  return value
}

const longestSubject = 80

/** What the visitor asked first, in their own words; else what they said first. Never a topic alone, and nothing that the AI said. */
async function subjectOf({ conversation, trx }: Change): Promise<string> {
  const rows = await trx
    .selectFrom('messages')
    .select('text')
    .where('conversation_id', '=', conversation.id)
    .where('sender', '=', 'visitor')
    .orderBy('seq')
    .limit(30)
    .execute()
  const said = rows.map(({ text }) => text.replace(/\s+/g, ' ').trim()).filter(Boolean)
  const first = said.find(isQuestion) ?? said.find((text) => !readSmallTalk(text)) ?? said[0]
  return first
    ? shortenedAtWord(first, longestSubject)
    : `Conversation with ${conversation.visitor.name ?? 'Anonymous'}`
}

function rowOf(ticket: Ticket): TicketRow {
  return {
    id: ticket.id,
    number: ticket.number,
    conversation_id: ticket.conversationId,
    subject: ticket.subject,
    status: ticket.status,
    assignee: ticket.assignee && JSON.stringify(ticket.assignee),
    assignee_id: ticket.assignee?.id ?? null,
    opened_at: ticket.openedAt,
    changed_at: ticket.changedAt,
    snoozed_until: ticket.snoozedUntil ?? null,
    resolved_by: ticket.resolvedBy ?? null,
    merged_into: ticket.mergedInto?.id ?? null,
    merged_number: ticket.mergedInto?.number ?? null,
    fields: JSON.stringify(ticket.fields ?? {}),
  }
}

export function ticketOf(row: TicketRow): Ticket {
  const fields = JSON.parse(row.fields) as Record<string, string>
  return {
    id: row.id,
    number: row.number,
    conversationId: row.conversation_id,
    subject: row.subject,
    status: row.status as TicketStatus,
    assignee: row.assignee ? JSON.parse(row.assignee) : null,
    openedAt: row.opened_at,
    changedAt: row.changed_at,
    ...(row.snoozed_until !== null && { snoozedUntil: row.snoozed_until }),
    ...(row.resolved_by && { resolvedBy: row.resolved_by }),
    ...(row.merged_into && { mergedInto: { id: row.merged_into, number: row.merged_number! } }),
    ...(Object.keys(fields).length > 0 && { fields }),
  }
}
