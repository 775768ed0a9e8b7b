import type { Ticket } from '../../protocol/tickets/shapes.ts'
import type { Change } from '../events/log.ts'
import { change } from '../events/log.ts'
import type { Context } from '../ground/context.ts'
import { readSmallTalk } from '../language/smalltalk.ts'
import { givePen } from '../supervision/pen.ts'
import { openTicket, recordTicket, withStatus } from '../tickets/open.ts'
import { extendDeadline } from './deadline.ts'
import { isPersons, personOf, type Thread } from './thread.ts'

const halo = { kind: 'system', id: null } as const

/** A thread with a person that was over is live again, and that person holds the pen: whoever has the ticket, else whoever answered last. */
export async function reopen(change: Change, ctx: Context): Promise<void> {
  const person = personOf(change.conversation)
  change.record('conversation.reopened', { at: change.at })
  await givePen(change, person)
  extendDeadline(change, ctx.timing)
  change.vouch(ctx.process)
}

/**
 * The visitor has written: a ticket that was put away is work again, at the top of its list. Under a person's thread it is In Progress and theirs; where the
 * AI answers it is Open, unless they only said thanks or goodbye.
 */
export async function bringBack(change: Change, text: string): Promise<void> {
  const { ticket } = change.conversation
  if (!ticket || ticket.status === 'spam') return
  if (isPersons(change.conversation)) await workAgain(change, ticket)
  else if (isPutAway(ticket) && !isParting(text)) await recordTicket(change, withStatus(ticket, 'open'), null)
}

async function workAgain(change: Change, ticket: Ticket): Promise<void> {
  const assignee = personOf(change.conversation)
  if (ticket.status === 'in_progress' && ticket.assignee?.id === assignee.id) return
  await recordTicket(change, { ...withStatus(ticket, 'in_progress'), assignee }, null)
}

const isPutAway = ({ status }: Ticket) => status === 'resolved' || status === 'snoozed'

const isParting = (text: string) => ['thanks', 'goodbye', 'yes', 'no'].includes(readSmallTalk(text) ?? '')

/**
 * Who writes here only claims to be the one whom a person answered elsewhere. That person gets this conversation, too, beside the other one's ticket; of what was
 * said there nothing is shown here.
 */
export async function joinPerson(change: Change, { head }: Thread): Promise<void> {
  const person = personOf(head)
  await givePen(change, person)
  const ticket = await openTicket(change, { status: 'in_progress', assignee: person })
  if (head.ticket)
    await recordTicket(change, { ...ticket, mergedInto: { id: head.ticket.id, number: head.ticket.number } }, null)
}

/** Words beside a ticket, in another conversation of the same customer, make it work again as words under it do. */
export function bringBackBeside(ctx: Context, conversationId: string): Promise<void> {
  return change(ctx, halo, conversationId, async (change) => {
    const { ticket } = change.conversation
    if (ticket && ticket.status !== 'spam') await workAgain(change, ticket)
  })
}
