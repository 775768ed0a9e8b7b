import type { Kysely } from 'kysely'
import { startOf } from '../../protocol/apply.ts'
import type { Person, Ticket, TicketStatus } from '../../protocol/entities.ts'
import { newId } from '../context.ts'
import type { Schema, TicketRow } from '../db/schema.ts'
import type { Change } from '../events/log.ts'

/** The conversation's ticket, opened or brought to this state. One conversation has at most one; opening it again finds the same. */
export async function openTicket(change: Change, wanted: { status: TicketStatus; assignee: Person | null }): Promise<Ticket> {
  const existing = change.conversation.ticket
  if (existing) return changeTicket(change, existing, wanted)
  const ticket: Ticket = {
    id: newId(),
    number: await nextNumber(change.trx),
    conversationId: change.conversation.id,
    subject: subjectOf(change),
    ...wanted,
    openedAt: change.at,
    changedAt: change.at,
  }
  await change.trx.insertInto('tickets').values(rowOf(ticket)).execute()
  change.record('ticket.opened', { ticket })
  return ticket
}

async function changeTicket(change: Change, existing: Ticket, wanted: { status: TicketStatus; assignee: Person | null }): Promise<Ticket> {
  const assignee = wanted.assignee ?? existing.assignee
  if (existing.status === wanted.status && existing.assignee?.id === assignee?.id) return existing
  const ticket: Ticket = { ...existing, status: wanted.status, assignee, changedAt: change.at }
  await change.trx.updateTable('tickets').set(rowOf(ticket)).where('id', '=', ticket.id).execute()
  change.record('ticket.changed', { ticket })
  return ticket
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

function subjectOf({ conversation }: Change): string {
  return conversation.topic ?? (conversation.lastMessage ? startOf(conversation.lastMessage.text, 80) : `Conversation with ${conversation.visitor.name ?? 'Anonymous'}`)
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
  }
}

export function ticketOf(row: TicketRow): Ticket {
  return {
    id: row.id,
    number: row.number,
    conversationId: row.conversation_id,
    subject: row.subject,
    status: row.status as TicketStatus,
    assignee: row.assignee ? JSON.parse(row.assignee) : null,
    openedAt: row.opened_at,
    changedAt: row.changed_at,
  }
}
