import type { Transcript } from '../entities.ts'
import type { StoredEvent } from '../events.ts'
import type { TicketMark } from './shapes.ts'

type TicketEvent = Extract<StoredEvent, { type: 'ticket.opened' | 'ticket.changed' }>

/** What a ticket's events add to its thread; a part of apply.ts. */
export function threadOf(
  { comments, ticketMarks }: Transcript,
  event: TicketEvent | Extract<StoredEvent, { type: 'comment.posted' }>,
): Partial<Transcript> {
  return event.type === 'comment.posted'
    ? { comments: [...comments, event.payload.comment] }
    : { ticketMarks: [...ticketMarks, markOf(event)] }
}

export const markOf = ({ seq, at, payload: { ticket, by } }: TicketEvent): TicketMark => ({
  seq,
  at,
  ticket,
  by: by ?? null,
})
