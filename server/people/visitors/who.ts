import type { Kysely } from 'kysely'
import type { RouteReply } from '../../../protocol/api.ts'
import type { Conversation, Ticket } from '../../../protocol/entities.ts'
import type { Context } from '../../ground/context.ts'
import type { Schema } from '../../db/schema.ts'
import { headOf } from '../../events/head.ts'
import { NotFound } from '../../ground/errors.ts'
import { ticketOf } from '../../tickets/open.ts'
import { claimedIn, type Claimed } from './claims.ts'
import { findCompany } from './companies.ts'
import { findContact, listContacts } from './contacts.ts'
import { contextOf } from './context.ts'
import { findVisitor } from './find-visitor.ts'

const most = 50

/** Everything that is known of the visitor of a conversation. */
export function visitorOf(
  ctx: Context,
  conversationId: string,
): Promise<RouteReply<'GET /api/conversations/:id/visitor'>> {
  return ctx.db.snapshot(async (db) => {
    const {
      id,
      contactId,
      company: linked,
      verified,
    } = await findVisitor(db, await visitorIdOf(db, conversationId))
    const contact = contactId ? await findContact(db, contactId) : null
    const company = linked && (await findCompany(db, linked.id))
    return {
      contact: contact?.contact ?? null,
      traits: contact?.traits ?? {},
      proven: contact?.proven ?? [],
      company: company?.company ?? null,
      companyTraits: company?.traits ?? {},
      claimedCompany: verified ? null : await claimedCompanyOf(db, id),
      context: Object.entries(await contextOf(db, id)).map(([key, entry]) => ({ key, ...entry })),
      tickets: await ticketsOf(db, contactId ? { contactId } : { visitorId: id }),
    }
  })
}

async function visitorIdOf(db: Kysely<Schema>, conversationId: string): Promise<string> {
  const row = await db
    .selectFrom('conversations')
    .select('visitor_id')
    .where('id', '=', conversationId)
    .executeTakeFirst()
  if (!row) throw new NotFound('There is no such conversation')
  return row.visitor_id
}

async function claimedCompanyOf(db: Kysely<Schema>, visitorId: string): Promise<Claimed['company']> {
  const row = await db
    .selectFrom('visitors')
    .select('claimed')
    .where('id', '=', visitorId)
    .executeTakeFirstOrThrow()
  return claimedIn(row).company
}

export function contactPage(ctx: Context, id: string): Promise<RouteReply<'GET /api/contacts/:id'>> {
  return ctx.db.snapshot(async (db) => ({
    ...(await findContact(db, id)),
    conversations: await conversationsOf(db, { contactId: id }),
    tickets: await ticketsOf(db, { contactId: id }),
  }))
}

export async function companyPage(ctx: Context, id: string): Promise<RouteReply<'GET /api/companies/:id'>> {
  const found = await findCompany(ctx.db.reads, id)
  return {
    ...found,
    contacts: await listContacts(ctx, { companyId: id }),
    conversations: await conversationsOf(ctx.db.reads, { companyId: id }),
  }
}

type Whose = { visitorId: string } | { contactId: string } | { companyId: string }

/** The visits of somebody, whichever browsers they came with. */
function visits(db: Kysely<Schema>, whose: Whose) {
  const visitors = db.selectFrom('visitors').select('visitors.id')
  if ('visitorId' in whose) return visitors.where('visitors.id', '=', whose.visitorId)
  if ('contactId' in whose) return visitors.where('visitors.contact_id', '=', whose.contactId)
  return visitors.where((eb) =>
    eb(
      'visitors.contact_id',
      'in',
      eb.selectFrom('contacts').select('contacts.id').where('contacts.company_id', '=', whose.companyId),
    ),
  )
}

async function conversationsOf(db: Kysely<Schema>, whose: Whose): Promise<Conversation[]> {
  const rows = await db
    .selectFrom('conversations')
    .select('head')
    .where('visitor_id', 'in', visits(db, whose))
    .orderBy('opened_at', 'desc')
    .limit(most)
    .execute()
  return rows.map(({ head }) => headOf(head))
}

async function ticketsOf(db: Kysely<Schema>, whose: Whose): Promise<Ticket[]> {
  const rows = await db
    .selectFrom('tickets')
    .selectAll('tickets')
    .innerJoin('conversations', 'conversations.id', 'tickets.conversation_id')
    .where('conversations.visitor_id', 'in', visits(db, whose))
    .orderBy('tickets.changed_at', 'desc')
    .limit(most)
    .execute()
  return rows.map(ticketOf)
}
