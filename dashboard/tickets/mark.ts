import type { TicketMark } from '../../protocol/tickets.ts'
import { statusNames } from './names.ts'

/** What changed from one mark to the next, in words. */
export function changesOf({ ticket, by }: TicketMark, before: TicketMark | undefined): string {
  const was = before?.ticket
  if (!was) return `Ticket #${ticket.number} opened${ticket.assignee ? `, assigned to ${ticket.assignee.name}` : ''}`
  const changes = [
    ticket.status !== was.status && statusWords(ticket.status, ticket.snoozedUntil, ticket.resolvedBy),
    ticket.assignee?.id !== was.assignee?.id && (ticket.assignee ? `assigned to ${ticket.assignee.id === by?.id ? 'themselves' : ticket.assignee.name}` : 'assigned to nobody'),
    ticket.subject !== was.subject && `renamed to “${ticket.subject}”`,
    ticket.mergedInto?.id !== was.mergedInto?.id && (ticket.mergedInto ? `merged into #${ticket.mergedInto.number}` : 'standing by itself again'),
    JSON.stringify(ticket.fields ?? {}) !== JSON.stringify(was.fields ?? {}) && 'fields changed',
    ticket.status === was.status && ticket.snoozedUntil !== was.snoozedUntil && statusWords(ticket.status, ticket.snoozedUntil),
  ]
  return `Ticket #${ticket.number} ${changes.filter(Boolean).join(', ') || 'changed'}`
}

function statusWords(status: TicketMark['ticket']['status'], until?: number, resolvedBy?: 'ai' | 'person'): string {
  if (status === 'snoozed') return until ? `snoozed until ${new Date(until).toLocaleString(undefined, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })}` : 'snoozed until the visitor writes'
  return resolvedBy === 'ai' ? 'resolved by the AI' : `set to ${statusNames[status]}`
}
