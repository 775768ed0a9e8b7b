import type { TicketMark } from '../../protocol/tickets/shapes.ts'
import { texts } from '../texts.ts'
import { statusNames } from '../components/ticket-names.ts'

/** What changed from one mark to the next, in words. */
export function changesOf({ ticket, by }: TicketMark, before: TicketMark | undefined): string {
  const was = before?.ticket
  if (!was)
    return texts.tickets.ticketOpened(
      ticket.number,
      ticket.assignee ? texts.tickets.assignedToName(ticket.assignee.name) : '',
    )
  const changes = [
    ticket.status !== was.status && statusWords(ticket.status, ticket.snoozedUntil, ticket.resolvedBy),
    ticket.assignee?.id !== was.assignee?.id &&
      (ticket.assignee
        ? texts.tickets.assignedToRest(ticket.assignee.id === by?.id ? 'themselves' : ticket.assignee.name)
        : texts.tickets.assignedToNobody),
    ticket.subject !== was.subject && texts.tickets.renamedTo(ticket.subject),
    ticket.mergedInto?.id !== was.mergedInto?.id &&
      (ticket.mergedInto
        ? texts.tickets.mergedInto(ticket.mergedInto.number)
        : texts.tickets.standingByItselfAgain),
    JSON.stringify(ticket.fields ?? {}) !== JSON.stringify(was.fields ?? {}) && texts.tickets.fieldsChanged,
    ticket.status === was.status &&
      ticket.snoozedUntil !== was.snoozedUntil &&
      statusWords(ticket.status, ticket.snoozedUntil),
  ]
  return texts.tickets.ticketNumberChanges(ticket.number, changes.filter(Boolean).join(', ') || 'changed')
}

function statusWords(status: TicketMark['ticket']['status'], until?: number, resolvedBy?: 'ai' | 'person'): string {
  if (status === 'snoozed')
    return until
      ? texts.tickets.snoozedUntil(
          new Date(until).toLocaleString(undefined, {
            weekday: 'short',
            day: 'numeric',
            month: 'short',
            hour: '2-digit',
            minute: '2-digit',
          }),
        )
      : texts.tickets.snoozedUntilTheVisitor
  return resolvedBy === 'ai' ? texts.tickets.resolvedByTheAi : texts.tickets.setTo(statusNames[status])
}
