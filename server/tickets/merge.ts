import type { Kysely } from 'kysely'
import type { Person, Ticket } from '../../protocol/entities.ts'
import type { Context } from '../ground/context.ts'
import type { Schema } from '../db/schema.ts'
import { Conflict, NotFound } from '../ground/errors.ts'
import { inTicket } from './change.ts'
import { recordTicket, ticketOf } from './open.ts'

/** This ticket is a duplicate of another one of the same customer. Its own state stays as it is, so that it can be taken apart again. */
export function mergeTicket(ctx: Context, by: Person, ticketId: string, into: string): Promise<Ticket> {
  return inTicket(ctx, by, ticketId, async (change, ticket) => {
    if (into === ticketId) throw new Conflict('merged', 'A ticket cannot be merged into itself.')
    const kept = await lockPair(ctx, change.trx, ticketId, into)
    if (ticket.mergedInto?.id === into) return ticket
    if (!(await customerTickets(change.trx, ticketId)).some(({ id }) => id === into))
      throw new Conflict(
        'not_same',
        `#${kept.number} is another customer's. Only tickets of one customer can be merged.`,
      )
    if (kept.mergedInto)
      throw new Conflict(
        'merged',
        `#${kept.number} was merged into #${kept.mergedInto.number}. Merge into that one.`,
      )
    if ((await mergedInto(change.trx, ticketId)).length)
      throw new Conflict('merged', `Others were merged into #${ticket.number}. Merge the other way round.`)
    return recordTicket(change, { ...ticket, mergedInto: { id: into, number: kept.number } }, by)
  })
}

export function unmergeTicket(ctx: Context, by: Person, ticketId: string): Promise<Ticket> {
  return inTicket(ctx, by, ticketId, (change, ticket) =>
    recordTicket(change, { ...ticket, mergedInto: undefined }, by),
  )
}

/** Both rows are locked, always in the same order: two who merge each way at once must not leave two duplicates of each other. */
async function lockPair(ctx: Context, trx: Kysely<Schema>, one: string, other: string): Promise<Ticket> {
  const pair = trx.selectFrom('tickets').selectAll().where('id', 'in', [one, other]).orderBy('id')
  const rows = await (ctx.db.dialect === 'postgres' ? pair.forUpdate() : pair).execute()
  const kept = rows.find(({ id }) => id === other)
  if (!kept) throw new NotFound('There is no such ticket')
  return ticketOf(kept)
}

/** One ticket with all that belongs to it. */
export function findTicket(
  ctx: Context,
  id: string,
): Promise<{ ticket: Ticket; merged: Ticket[]; others: Ticket[] }> {
  return ctx.db.snapshot(async (db) => {
    const row = await db.selectFrom('tickets').selectAll().where('id', '=', id).executeTakeFirst()
    if (!row) throw new NotFound('There is no such ticket')
    const ticket = ticketOf(row)
    return {
      ticket,
      merged: await mergedInto(db, id),
      others: (await customerTickets(db, id)).filter(({ mergedInto }) => !mergedInto),
    }
  })
}

async function mergedInto(db: Kysely<Schema>, id: string): Promise<Ticket[]> {
  return (await db.selectFrom('tickets').selectAll().where('merged_into', '=', id).orderBy('number').execute()).map(
    ticketOf,
  )
}

/** Every other ticket of whoever this one is of: the same visitor, or the same contact in another browser. */
async function customerTickets(db: Kysely<Schema>, id: string): Promise<Ticket[]> {
  const rows = await db
    .selectFrom('tickets')
    .selectAll('tickets')
    .innerJoin('conversations as own', 'own.id', 'tickets.conversation_id')
    .where('own.visitor_id', 'in', (eb) =>
      eb
        .selectFrom('tickets as this')
        .innerJoin('conversations as its', 'its.id', 'this.conversation_id')
        .innerJoin('visitors as who', 'who.id', 'its.visitor_id')
        // Without a contact there is nothing to be equal to, and the visitor alone is the same person.
        .innerJoin('visitors as same', (join) =>
          join.on((on) =>
            on.or([on('same.id', '=', on.ref('who.id')), on('same.contact_id', '=', on.ref('who.contact_id'))]),
          ),
        )
        .select('same.id')
        .where('this.id', '=', id),
    )
    .where('tickets.id', '!=', id)
    .orderBy('tickets.number', 'desc')
    .limit(50)
    .execute()
  return rows.map(ticketOf)
}
