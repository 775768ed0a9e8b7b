import type { Person, Ticket, TicketStatus } from '../../protocol/entities.ts'
import type { TicketFields } from '../../protocol/tickets/shapes.ts'
import type { Context } from '../ground/context.ts'
import { Invalid, NotFound } from '../ground/errors.ts'
import { change, type Change } from '../events/log.ts'
import { listMembers } from '../people/operators/members.ts'
import { face } from '../ground/face.ts'
import { proposeAnswer } from './learned.ts'
import { recordTicket, withStatus } from './open.ts'

const mostFields = 50

interface Wanted {
  status?: TicketStatus | undefined
  /** Until when a snoozed ticket sleeps at most. */
  until?: number | null | undefined
  assigneeId?: string | null | undefined
}

/** Change status or assignee, or both at once. A ticket that a person resolves proposes what it taught. */
export async function changeTicket(
  ctx: Context,
  by: Person,
  ticketId: string,
  { status, until, assigneeId }: Wanted,
): Promise<Ticket> {
  if (status === 'snoozed' && until && until <= Date.now())
    throw new Invalid('past', 'This time has passed. Choose a later one.')
  const assignee = assigneeId ? await findMember(ctx, assigneeId) : null
  return inTicket(ctx, by, ticketId, async (change, ticket) => {
    const wanted = status ? withStatus(ticket, status, detailOf(ticket, status, until)) : ticket
    const after = await recordTicket(change, assigneeId === undefined ? wanted : { ...wanted, assignee }, by)
    if (after.status === 'resolved' && ticket.status !== 'resolved') await proposeAnswer(change, after)
    return after
  })
}

/** Each by itself: a conversation is locked one at a time, and one that is gone does not keep the others from changing. */
export async function changeTickets(ctx: Context, by: Person, ids: string[], wanted: Wanted): Promise<Ticket[]> {
  const changed: Ticket[] = []
  for (const id of new Set(ids)) {
    const ticket = await changeTicket(ctx, by, id, wanted).catch((error) => {
      if (error instanceof NotFound && !(error instanceof NoMember)) return null
      throw error
    })
    if (ticket) changed.push(ticket)
  }
  return changed
}

/** Change what it is called, and what the team notes down about it. An empty text removes a field. */
export function editTicket(
  ctx: Context,
  by: Person,
  ticketId: string,
  { subject, fields }: { subject?: string | undefined; fields?: TicketFields | undefined },
): Promise<Ticket> {
  return inTicket(ctx, by, ticketId, (change, ticket) => {
    const all = Object.fromEntries(
      Object.entries({ ...ticket.fields, ...fields }).filter(([, text]) => text !== ''),
    )
    if (Object.keys(all).length > mostFields)
      throw new Invalid('too_many_fields', `A ticket holds at most ${mostFields} fields.`)
    return recordTicket(change, { ...ticket, ...(subject && { subject }), fields: all }, by)
  })
}

/** Work on a ticket is work on its conversation, whose log tells of it. */
export async function inTicket<T>(
  ctx: Context,
  by: Person,
  ticketId: string,
  work: (change: Change, ticket: Ticket) => Promise<T>,
): Promise<T> {
  const row = await ctx.db.reads
    .selectFrom('tickets')
    .select('conversation_id')
    .where('id', '=', ticketId)
    .executeTakeFirst()
  if (!row) throw new NotFound('There is no such ticket')
  return change(ctx, { kind: 'operator', id: by.id }, row.conversation_id, (change) =>
    work(change, change.conversation.ticket!),
  )
}

function detailOf(
  ticket: Ticket,
  status: TicketStatus,
  until: number | null | undefined,
): Pick<Ticket, 'snoozedUntil' | 'resolvedBy'> {
  if (status === 'snoozed') return until === undefined ? {} : { snoozedUntil: until ?? undefined }
  if (status === 'resolved') return { resolvedBy: ticket.status === 'resolved' ? ticket.resolvedBy : 'person' }
  return {}
}

class NoMember extends NotFound {}

async function findMember(ctx: Context, id: string): Promise<Person> {
  const member = (await listMembers(ctx.db.reads)).find((each) => each.id === id)
  if (!member) throw new NoMember('There is no such operator')
  return face(member)
}
