import type { Kysely } from 'kysely'
import type { Person } from '../../protocol/entities.ts'
import type { Erasure } from '../../protocol/privacy.ts'
import { newId, type Context } from '../ground/context.ts'
import type { Schema } from '../db/schema.ts'
import { Conflict } from '../ground/errors.ts'
import { asking } from '../ground/request.ts'
import { eraseAlerts } from './erase-alerts.ts'
import { tellForgotten, tellRewritten } from './forgotten.ts'
import { orNone, own, presentPerson, sharedOf, tracesOf, type Shared, type Traces } from './person.ts'
import { eraseQuotes } from './quotes.ts'
import { forgetShutOuts } from '../people/visitors/shut-outs.ts'
import { removeConversations } from './remove.ts'

interface Wish {
  name: string
  keepShared: boolean
}

/**
 * Erase one person, everywhere and in one transaction: either nothing of them is left or nothing has happened. Whoever holds something of them in memory is told
 * after the commit; what stands in Slack is edited by the courier.
 */
export function erasePerson(
  ctx: Context,
  by: Person,
  id: string,
  { name: written, keepShared }: Wish,
): Promise<Erasure> {
  return erase(ctx, by, id, {
    keepShared,
    mayBe: (name) => {
      if (written.trim() !== name) throw new Conflict('other_name', `Write “${name}” to erase this person.`)
    },
  })
}

/** For programs, which do not mistake one person for another. */
export const erasePresent = (ctx: Context, by: Person, id: string, keepShared: boolean): Promise<Erasure> =>
  erase(ctx, by, id, { keepShared, mayBe: () => {} })

async function erase(
  ctx: Context,
  by: Person,
  id: string,
  wish: { keepShared: boolean; mayBe: (name: string) => void },
): Promise<Erasure> {
  const { erasure, traces, gone, rewritten } = await ctx.db.write(async (trx) => {
    const traces = await lockPerson(ctx, trx, id)
    const { name } = await presentPerson(trx, traces)
    wish.mayBe(name)
    const { gone, rewritten } = await eraseTaught(ctx, trx, traces, wish.keepShared)
    const told = await eraseAlerts(trx, traces.conversationIds, Date.now())
    // Before the conversations: what was decided in them is found by them.
    await forgetShutOuts(trx, {
      targets: orNone([...traces.visitorIds, ...(traces.contact ? [traces.contact.id] : [])]),
      conversationIds: orNone(traces.conversationIds),
    })
    const messages = await removeConversations(trx, traces.conversationIds)
    await eraseSelf(trx, traces)
    // Whose answers these quote is not written beside them. They are kept for a day only, and a program that repeats itself is answered anew.
    await trx.deleteFrom('given_answers').execute()
    const erasure: Erasure = {
      id: newId(),
      by,
      at: Date.now(),
      conversations: traces.conversationIds.length,
      messages,
      ...told,
    }
    await trx
      .insertInto('erasures')
      .values({ ...erasure, by: JSON.stringify(by) })
      .execute()
    return { erasure, traces, gone, rewritten }
  })
  tellForgotten(ctx, traces.conversationIds)
  await ctx.shutOuts.tell()
  tellRewritten(ctx, rewritten)
  for (const id of gone.corrections) ctx.bus.publish('corrections', { id })
  for (const id of gone.articles) ctx.bus.publish('knowledge', { removed: id })
  return erasure
}

/** First who they are, then what they said: nothing of theirs begins, goes on or ends from here to the commit. The same order everywhere, so that nobody waits in a circle. */
async function lockPerson(ctx: Context, trx: Kysely<Schema>, id: string): Promise<Traces> {
  if (ctx.db.dialect === 'sqlite') return tracesOf(trx, id)
  const { contact, visitorIds } = await tracesOf(trx, id)
  await trx
    .selectFrom('contacts')
    .select('id')
    .where('id', '=', contact?.id ?? '')
    .forUpdate()
    .execute()
  await trx
    .selectFrom('visitors')
    .select('id')
    .where('id', 'in', orNone(visitorIds))
    .orderBy('id')
    .forUpdate()
    .execute()
  await trx
    .selectFrom('conversations')
    .select('id')
    .where('visitor_id', 'in', orNone(visitorIds))
    .orderBy('id')
    .forUpdate()
    .execute()
  // What came between the first look and the locks belongs to it.
  return tracesOf(trx, id)
}

/** Theirs alone always goes. What holds for others, too, goes as well, or stays without a word of where it came from. */
async function eraseTaught(
  ctx: Context,
  trx: Kysely<Schema>,
  traces: Traces,
  keepShared: boolean,
): Promise<{ gone: Shared; rewritten: string[] }> {
  const idsOf = async (table: 'lessons' | 'corrections') =>
    (await own(trx, table, traces).select('id').execute()).map(({ id }) => id)
  const theirs = { lessons: await idsOf('lessons'), corrections: await idsOf('corrections'), articles: [] }
  const shared = await sharedOf(trx, traces)
  const gone = keepShared
    ? theirs
    : {
        lessons: [...theirs.lessons, ...shared.lessons],
        corrections: [...theirs.corrections, ...shared.corrections],
        articles: shared.articles,
      }
  const rewritten = await eraseQuotes(trx, ctx.db.dialect, gone, traces.conversationIds)
  for (const table of ['lessons', 'corrections', 'articles'] as const)
    await trx.deleteFrom(table).where('id', 'in', orNone(gone[table])).execute()
  const nameless = { contact_id: null, contact_name: null }
  if (traces.contact)
    for (const table of ['lessons', 'corrections'] as const)
      await trx.updateTable(table).set(nameless).where('contact_id', '=', traces.contact.id).execute()
  return { gone, rewritten }
}

async function eraseSelf(trx: Kysely<Schema>, { contact, visitorIds }: Traces): Promise<void> {
  await trx.deleteFrom('visitor_networks').where('visitor_id', 'in', orNone(visitorIds)).execute()
  await trx.deleteFrom('visitors').where('id', 'in', orNone(visitorIds)).execute()
  if (contact) await trx.deleteFrom('contacts').where('id', '=', contact.id).execute()
  await trx
    .updateTable('audit')
    .set({ subject: null })
    .where('subject', 'in', orNone([...visitorIds, ...(contact ? [contact.id] : [])]))
    .execute()
  // The entry about this very erasure is written after it, and says by whom and when, but not of whom.
  const request = asking()
  if (request) request.subject = null
}

/** The latest first. */
export async function listErasures(ctx: Context): Promise<Erasure[]> {
  const rows = await ctx.db.reads.selectFrom('erasures').selectAll().orderBy('at', 'desc').limit(100).execute()
  return rows.map((row) => ({ ...row, by: JSON.parse(row.by) }))
}
