import type { Person, Ticket, TicketStatus } from '../../protocol/entities.ts'
import type { Context } from '../ground/context.ts'
import { change } from '../events/log.ts'
import { openTicket } from './open.ts'

/** Make a ticket of a conversation. Whoever works on one that is there already is not disturbed. */
export function requestTicket(
  ctx: Context,
  by: Person,
  conversationId: string,
  wanted: { status: TicketStatus; assignee: Person | null },
): Promise<Ticket> {
  return change(
    ctx,
    { kind: 'operator', id: by.id },
    conversationId,
    async (change) => change.conversation.ticket ?? openTicket(change, wanted),
  )
}
