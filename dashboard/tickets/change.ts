import { createStore } from '../../client/store.ts'
import type { Conversation, Ticket, TicketStatus } from '../../protocol/entities.ts'
import { call, messageOf } from '../session/session.ts'
import { runUnlessUndone, showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'

interface Wanted {
  status?: TicketStatus
  until?: number | null
  assigneeId?: string | null
}

/** Counts changes that were made from here, so that a list knows that it is old. */
export const changed = createStore(0)

const moved = () => changed.set(changed.get() + 1)

/** Changes them at once; undoing gives each back what it was. */
export async function changeTickets(tickets: Ticket[], wanted: Wanted, says: string): Promise<void> {
  try {
    await call('POST /api/tickets/changes', { body: { ids: tickets.map(({ id }) => id), ...wanted } })
    moved()
    runUnlessUndone(
      says,
      () => {},
      () => void restore(tickets),
    )
  } catch (error) {
    showToast(messageOf(error))
  }
}

async function restore(tickets: Ticket[]): Promise<void> {
  try {
    for (const { id, status, snoozedUntil, assignee } of tickets) {
      await call('POST /api/tickets/changes', {
        body: {
          ids: [id],
          status,
          assigneeId: assignee?.id ?? null,
          ...(status === 'snoozed' && { until: snoozedUntil ?? null }),
        },
      })
    }
    moved()
  } catch (error) {
    showToast(messageOf(error))
  }
}

/** Merges, or takes apart again; each undoes the other. */
export async function mergeTicket(ticket: Ticket, into: Ticket): Promise<void> {
  try {
    await call('PUT /api/tickets/:id/merge', { params: { id: ticket.id }, body: { into: into.id } })
    moved()
    runUnlessUndone(
      `#${ticket.number} merged into #${into.number}`,
      () => {},
      () => void unmergeTicket(ticket),
    )
  } catch (error) {
    showToast(messageOf(error))
  }
}

export async function unmergeTicket({ id, number }: Ticket): Promise<void> {
  try {
    await call('DELETE /api/tickets/:id/merge', { params: { id } })
    moved()
    showToast(`#${number} stands by itself again.`)
  } catch (error) {
    showToast(messageOf(error))
  }
}

export async function editTicket(
  { id }: Ticket,
  body: { subject?: string; fields?: Record<string, string> },
): Promise<void> {
  await call('PATCH /api/tickets/:id', { params: { id }, body }).then(moved, (error) => showToast(messageOf(error)))
}

/** With one key, whoever has the ticket decides that it is done; null where there is none of mine. */
export function resolveOf({ ticket }: Conversation, me: string): (() => void) | null {
  if (!ticket || ticket.assignee?.id !== me || ticket.status === 'resolved' || ticket.status === 'spam') return null
  return () => void changeTickets([ticket], { status: 'resolved' }, texts.transcript.ticketResolved(ticket.number))
}
