import type { Kysely } from 'kysely'
import type { Visitor } from '../../protocol/entities.ts'
import { newId, type Context } from '../context.ts'
import type { Schema } from '../db/schema.ts'
import { NotFound } from '../errors.ts'
import { change } from '../events/log.ts'

interface Claim { userId?: string; userTraits?: { name?: string; email?: string } }

export async function findVisitor(db: Kysely<Schema>, id: string): Promise<Visitor> {
  const row = await db
    .selectFrom('visitors')
    .leftJoin('contacts', 'contacts.id', 'visitors.contact_id')
    .select(['visitors.id', 'contacts.name', 'contacts.email', 'contacts.verified', 'contacts.user_id'])
    .where('visitors.id', '=', id)
    .executeTakeFirst()
  if (!row) throw new NotFound('There is no such visitor')
  return { id: row.id, name: row.name ?? (row.user_id && `User ${row.user_id}`), email: row.email, identified: row.user_id !== null, verified: row.verified === 1 }
}

/**
 * Begin or resume a visitor. A browser that another person signs in on, or out on, becomes another visitor: what the one wrote is never shown
 * to the other. An anonymous visitor who says who they are stays the same visitor and keeps the conversation.
 */
export async function beginVisitor(ctx: Context, knownId: string | null, claim: Claim): Promise<Visitor> {
  const { id, identifiedNow } = await ctx.db.write(async (trx) => {
    const known = knownId ? await userOf(trx, knownId) : null
    const contactId = claim.userId ? await keepContact(trx, claim.userId, claim.userTraits ?? {}) : null
    if (known && known.userId === (claim.userId ?? null)) return { id: known.id, identifiedNow: Boolean(claim.userTraits) }
    if (known && known.userId === null && contactId) {
      await trx.updateTable('visitors').set({ contact_id: contactId }).where('id', '=', known.id).execute()
      return { id: known.id, identifiedNow: true }
    }
    const id = newId()
    await trx.insertInto('visitors').values({ id, contact_id: contactId, created_at: Date.now() }).execute()
    return { id, identifiedNow: false }
  })
  const visitor = await findVisitor(ctx.db.reads, id)
  if (identifiedNow) await tellLiveConversation(ctx, visitor)
  return visitor
}

async function userOf(trx: Kysely<Schema>, visitorId: string): Promise<{ id: string; userId: string | null } | null> {
  const row = await trx.selectFrom('visitors').leftJoin('contacts', 'contacts.id', 'visitors.contact_id').select(['visitors.id', 'contacts.user_id']).where('visitors.id', '=', visitorId).executeTakeFirst()
  return row ? { id: row.id, userId: row.user_id } : null
}

/** Traits merge, the new values winning. */
async function keepContact(trx: Kysely<Schema>, userId: string, traits: { name?: string; email?: string }): Promise<string> {
  const now = Date.now()
  const given = { ...(traits.name ? { name: traits.name } : {}), ...(traits.email ? { email: traits.email } : {}) }
  const { id } = await trx
    .insertInto('contacts')
    .values({ id: newId(), user_id: userId, name: null, email: null, ...given, verified: 0, created_at: now, seen_at: now })
    .onConflict((oc) => oc.column('user_id').doUpdateSet({ ...given, seen_at: now }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function tellLiveConversation(ctx: Context, visitor: Visitor): Promise<void> {
  const live = await ctx.db.reads.selectFrom('conversations').select('id').where('visitor_id', '=', visitor.id).where('status', '=', 'live').executeTakeFirst()
  if (!live) return
  await change(ctx, { kind: 'visitor', id: visitor.id }, live.id, async (change) => {
    const { visitor: before } = change.conversation
    if (before.name !== visitor.name || before.email !== visitor.email || before.identified !== visitor.identified) change.record('visitor.identified', { visitor })
  })
}
