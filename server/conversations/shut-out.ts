import type { Kysely } from 'kysely'
import type { Person } from '../../protocol/entities.ts'
import type { Actor } from '../../protocol/events.ts'
import { mostShutOuts, type ShutOut, type ShutOutWhom, type Standing } from '../../protocol/people/shut-outs.ts'
import { endAsShutOut } from './complete.ts'
import { findConversation } from './queries.ts'
import type { Schema } from '../db/schema.ts'
import { change, type Change } from '../events/log.ts'
import type { Context } from '../ground/context.ts'
import { Conflict, NotFound } from '../ground/errors.ts'
import { networkOfVisitor } from '../people/visitors/networks.ts'
import { listShutOuts } from '../people/visitors/shut-outs.ts'

interface Wish {
  id: string
  who: 'visitor' | 'network'
  reason: string
  until: number | null
}

/** Whom it keeps out; `proven`: also who proves who they are. */
interface Target {
  whom: ShutOutWhom
  target: string
  proven: boolean
}

/**
 * Keeps a visitor out, or everybody of their network: first it is written and holds at the doors, then what they have running ends. So nothing that begins after the
 * answer is theirs.
 */
export async function shutOut(ctx: Context, by: Person, conversationId: string, wish: Wish): Promise<ShutOut> {
  const actor: Actor = { kind: 'operator', id: by.id }
  const kept = await change(ctx, actor, conversationId, async (change) => {
    const target = await targetOf(change, wish)
    await insert(change, { ...wish, ...target }, by)
    const shutOut = (await listShutOuts(change.trx)).find(({ id }) => id === wish.id)!
    change.record('visitor.shut_out', { shutOut })
    if (change.conversation.status === 'live') await endAsShutOut(ctx, change)
    return { shutOut, target }
  })
  await ctx.shutOuts.tell()
  for (const id of await liveOf(ctx.db.reads, kept.target)) await end(ctx, actor, id, kept.shutOut)
  return kept.shutOut
}

/** Whom a page only claims to be is not kept out by what a stranger did in their name: not where they prove it. */
async function targetOf({ trx, conversation: { visitor } }: Change, { who }: Wish): Promise<Target> {
  if (who === 'network') {
    const network = await networkOfVisitor(trx, visitor.id)
    if (!network)
      throw new Conflict('no_network', 'Where this visitor came from is kept for a day, and not any more.')
    return { whom: 'network', target: network, proven: true }
  }
  return visitor.contactId
    ? { whom: 'contact', target: visitor.contactId, proven: visitor.verified }
    : { whom: 'visitor', target: visitor.id, proven: true }
}

async function insert({ trx, at, conversation }: Change, wish: Wish & Target, by: Person): Promise<void> {
  if (wish.until !== null && wish.until <= at)
    throw new Conflict('over', 'This end has passed. Choose a later one.')
  await trx
    .deleteFrom('shut_outs')
    .where((eb) =>
      eb.or([eb.and({ whom: wish.whom, target: wish.target }), eb('id', '=', wish.id), eb('until', '<=', at)]),
    )
    .execute()
  const { count } = await trx
    .selectFrom('shut_outs')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  if (Number(count) >= mostShutOuts)
    throw new Conflict('too_many', `${mostShutOuts} are shut out already. Let somebody in first.`)
  await trx
    .insertInto('shut_outs')
    .values({
      id: wish.id,
      whom: wish.whom,
      target: wish.target,
      proven: wish.proven ? 1 : 0,
      reason: wish.reason,
      by: JSON.stringify(by),
      at,
      until: wish.until,
      conversation_id: conversation.id,
    })
    .execute()
}

async function liveOf(db: Kysely<Schema>, { whom, target, proven }: Target): Promise<string[]> {
  const live = db
    .selectFrom('conversations')
    .innerJoin('visitors', 'visitors.id', 'conversations.visitor_id')
    .select('conversations.id')
    .where('conversations.status', '=', 'live')
  const theirs = {
    visitor: () => live.where('visitors.id', '=', target),
    contact: () =>
      (proven ? live : live.where('visitors.verified', '=', 0)).where('visitors.contact_id', '=', target),
    network: () =>
      live
        .innerJoin('visitor_networks', 'visitor_networks.visitor_id', 'visitors.id')
        .where('visitor_networks.network', '=', target),
  }
  return (await theirs[whom]().execute()).map(({ id }) => id)
}

/** Why stands where it was decided, and goes with that conversation. */
function end(ctx: Context, actor: Actor, id: string, shutOut: ShutOut): Promise<void> {
  return change(ctx, actor, id, async (change) => {
    if (change.conversation.status === 'completed') return
    change.record('visitor.shut_out', { shutOut: { ...shutOut, reason: '', conversationId: null } })
    await endAsShutOut(ctx, change)
  }).catch((error) => {
    // Erased meanwhile.
    if (!(error instanceof NotFound)) throw error
  })
}

export async function letIn(ctx: Context, by: Person, id: string): Promise<void> {
  const shutOut = (await listShutOuts(ctx.db.reads)).find((each) => each.id === id)
  if (!shutOut) return
  const remove = (trx: Kysely<Schema>) => trx.deleteFrom('shut_outs').where('id', '=', id).execute()
  const { conversationId } = shutOut
  if (conversationId)
    await change(ctx, { kind: 'operator', id: by.id }, conversationId, async (change) => {
      await remove(change.trx)
      change.record('visitor.let_in', { id, whom: shutOut.whom, at: change.at })
    })
  else await ctx.db.write(remove)
  await ctx.shutOuts.tell()
}

/** By what the visitor of this conversation is kept out now. */
export async function standingOf(ctx: Context, conversationId: string): Promise<Standing> {
  return ctx.db.snapshot(async (db) => {
    const { visitor } = await findConversation(db, conversationId)
    const network = await networkOfVisitor(db, visitor.id)
    const targets = [visitor.id, visitor.contactId, network].filter((each) => each !== null)
    const rows = await db.selectFrom('shut_outs').select('id').where('target', 'in', targets).execute()
    const shutOuts = await listShutOuts(db)
    return { network, shutOuts: shutOuts.filter(({ id }) => rows.some((row) => row.id === id)) }
  })
}
