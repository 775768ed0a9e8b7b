import type { Kysely } from 'kysely'
import type { Visitor } from '../../../protocol/entities.ts'
import type { Payload } from '../../../protocol/events.ts'
import type { CompanyTraits, ContextEntries, UserTraits } from '../../../protocol/people/shapes.ts'
import { newId, type Context } from '../../ground/context.ts'
import type { Schema } from '../../db/schema.ts'
import { Conflict, NotFound } from '../../ground/errors.ts'
import { change } from '../../events/log.ts'
import { keepEarlierWhispers, whisperedAbout } from '../../teaching/lessons.ts'
import { listWhispers } from '../../supervision/whispers.ts'
import { keepClaimed } from './claims.ts'
import { keepCompany } from './companies.ts'
import { keepContact } from './contacts.ts'
import { contextOf, keepContext } from './context.ts'
import type { Proof } from './identity.ts'
import { findVisitor } from './find-visitor.ts'
import { keepNetwork } from './networks.ts'

/** What a page says of its visitor. Nothing of it is proven by itself. */
interface Claim {
  userId?: string
  userTraits?: UserTraits
  companyId?: string
  companyTraits?: CompanyTraits
  context?: ContextEntries
}

/**
 * Begin or resume a visitor. A browser that another person signs in on, or out on, becomes another visitor: what the one wrote is never shown
 * to the other. An anonymous visitor who says who they are stays the same visitor and keeps the conversation.
 */
export async function beginVisitor(
  ctx: Context,
  knownId: string | null,
  claim: Claim,
  { proof = null, network }: { proof?: Proof | null; network?: string } = {},
): Promise<Visitor> {
  const { id, told, linked } = await ctx.db.write(async (trx) => {
    const known = knownId ? await userOf(trx, knownId) : null
    const stays = known && (known.userId === (claim.userId ?? null) || known.userId === null)
    // Always the company first and the contact second: two who lock them in different orders would wait for each other.
    const company = proof?.companyId ? await keepCompany(trx, proof.companyId, proof.companyTraits) : null
    const contact = claim.userId
      ? await keepContact(trx, claim.userId, {
          traits: claim.userTraits ?? {},
          companyId: company?.id ?? null,
          trusted: stays ? known.verified : false,
          proof,
        })
      : null
    const id = stays ? known.id : await insertVisitor(trx, contact?.id ?? null)
    if (stays && known.userId === null && contact)
      await trx.updateTable('visitors').set({ contact_id: contact.id }).where('id', '=', id).execute()
    if (proof) await trx.updateTable('visitors').set({ verified: 1 }).where('id', '=', id).execute()
    if (network) await keepNetwork(trx, id, network)
    const claimed = await keepClaimed(trx, id, claim)
    const entries = claim.context ? await keepContext(trx, id, claim.context) : []
    return { id, told: toldOf(contact?.changed, company?.changed ?? claimed, entries), linked: stays && contact }
  })
  if (linked || told.length || claim.companyId || proof) await tellLiveConversation(ctx, id, told)
  if (linked) await keepPastWhispers(ctx, id)
  return findVisitor(ctx.db.reads, id)
}

interface Known {
  id: string
  userId: string | null
  verified: boolean
}

async function userOf(trx: Kysely<Schema>, visitorId: string): Promise<Known | null> {
  const row = await trx
    .selectFrom('visitors')
    .leftJoin('contacts', 'contacts.id', 'visitors.contact_id')
    .select(['visitors.id', 'contacts.user_id', 'visitors.verified'])
    .where('visitors.id', '=', visitorId)
    .executeTakeFirst()
  return row ? { id: row.id, userId: row.user_id, verified: row.verified === 1 } : null
}

async function insertVisitor(trx: Kysely<Schema>, contactId: string | null): Promise<string> {
  const id = newId()
  await trx
    .insertInto('visitors')
    .values({ id, contact_id: contactId, company_id: null, context: '{}', verified: 0, created_at: Date.now() })
    .execute()
  return id
}

/** The page tells more of a visitor who is here already. Traits need somebody to be of: only a contact has them. */
export async function tellOfVisitor(
  ctx: Context,
  visitorId: string,
  news: {
    userTraits?: UserTraits
    companyId?: string
    companyTraits?: CompanyTraits
    context?: Record<string, ContextEntries[string] | null>
  },
): Promise<Visitor> {
  const told = await ctx.db.write(async (trx) => {
    const known = await userOf(trx, visitorId)
    if (!known) throw new NotFound('There is no such visitor')
    if (news.userTraits && known.userId === null)
      throw new Conflict('anonymous', 'Nobody knows who this visitor is. Call identify with a user id first.')
    const claimed = await keepClaimed(trx, visitorId, news)
    const contact =
      known.userId !== null && news.userTraits
        ? await keepContact(trx, known.userId, {
            traits: news.userTraits,
            companyId: null,
            trusted: known.verified,
          })
        : null
    const entries = news.context ? await keepContext(trx, visitorId, news.context) : []
    return toldOf(contact?.changed, claimed, entries)
  })
  await tellLiveConversation(ctx, visitorId, told)
  return findVisitor(ctx.db.reads, visitorId)
}

/** Everything that was going on is over. */
export async function forgetContext(ctx: Context, visitorId: string): Promise<void> {
  const entries = await contextOf(ctx.db.reads, visitorId)
  await tellOfVisitor(ctx, visitorId, {
    context: Object.fromEntries(Object.keys(entries).map((key) => [key, null])),
  })
}

type Told = Omit<Payload<'context.changed'>, 'at'>

export function toldOf(traits: string[] = [], company: string[] = [], entries: string[] = []): Told[] {
  const told: Told[] = [
    { of: 'contact', keys: traits },
    { of: 'company', keys: company },
    { of: 'context', keys: entries },
  ]
  return told.filter(({ keys }) => keys.length)
}

/** Operators see it where it matters: in the conversation under way. */
export async function tellLiveConversation(ctx: Context, visitorId: string, told: Told[]): Promise<void> {
  const live = await ctx.db.reads
    .selectFrom('conversations')
    .select('id')
    .where('visitor_id', '=', visitorId)
    .where('status', '=', 'live')
    .executeTakeFirst()
  if (!live) return
  await change(ctx, { kind: 'visitor', id: visitorId }, live.id, async (change) => {
    const visitor = { ...(await findVisitor(change.trx, visitorId)), toldAt: change.at }
    if (isNews(change.conversation.visitor, visitor)) change.record('visitor.identified', { visitor })
    for (const part of told) change.record('context.changed', { ...part, at: change.at })
    if (visitor.identified) await keepEarlierWhispers(change, await listWhispers(change.trx, live.id))
  })
}

function isNews(before: Visitor, now: Visitor): boolean {
  return (
    (['name', 'email', 'identified', 'verified', 'contactId'] as const).some(
      (part) => before[part] !== now[part],
    ) ||
    before.company?.id !== now.company?.id ||
    before.company?.name !== now.company?.name
  )
}

/** What was whispered in this visitor's finished conversations, before anybody knew who it was. */
async function keepPastWhispers(ctx: Context, visitorId: string): Promise<void> {
  for (const id of await whisperedAbout(ctx, visitorId)) {
    await change(ctx, { kind: 'visitor', id: visitorId }, id, async (change) =>
      keepEarlierWhispers(change, await listWhispers(change.trx, id)),
    )
  }
}
