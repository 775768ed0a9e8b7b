import type { Kysely } from 'kysely'
import type { Holdings, PersonExport, Somebody } from '../../protocol/privacy.ts'
import type { Context } from '../ground/context.ts'
import { contains, searchedWords } from '../db/contains.ts'
import type { ContactRow, Schema } from '../db/schema.ts'
import { NotFound } from '../ground/errors.ts'
import { contactName } from '../people/visitors/contacts.ts'

/** One person as the tables know them: a contact with all their browsers, or one browser of which nobody knows whose it is. */
export interface Traces {
  id: string
  contact: ContactRow | null
  visitorIds: string[]
  conversationIds: string[]
}

/** Both are asked for at once; an `in` needs something to be in. */
export const orNone = (ids: string[]) => (ids.length ? ids : [''])

/** By the id of the contact, or of a visitor: one of a contact stands for the contact. */
export async function tracesOf(db: Kysely<Schema>, id: string): Promise<Traces> {
  const visitor = await db.selectFrom('visitors').selectAll().where('id', '=', id).executeTakeFirst()
  const contact = await db
    .selectFrom('contacts')
    .selectAll()
    .where('id', '=', visitor?.contact_id ?? id)
    .executeTakeFirst()
  if (!visitor && !contact) throw new NotFound('There is no such person. They may have been erased already.')
  const visitorIds = contact
    ? (
        await db.selectFrom('visitors').select('id').where('contact_id', '=', contact.id).orderBy('id').execute()
      ).map(({ id }) => id)
    : [visitor!.id]
  const conversations = await db
    .selectFrom('conversations')
    .select('id')
    .where('visitor_id', 'in', orNone(visitorIds))
    .orderBy('id')
    .execute()
  return {
    id: contact?.id ?? visitor!.id,
    contact: contact ?? null,
    visitorIds,
    conversationIds: conversations.map(({ id }) => id),
  }
}

export async function presentPerson(
  db: Kysely<Schema>,
  { id, contact, visitorIds, conversationIds }: Traces,
): Promise<Somebody> {
  const visitors = await db
    .selectFrom('visitors')
    .select('created_at')
    .where('id', 'in', orNone(visitorIds))
    .execute()
  const name = contact ? contactName(contact) : 'Anonymous'
  return {
    id,
    name,
    email: contact?.email ?? null,
    userId: contact?.user_id ?? null,
    conversations: conversationIds.length,
    seenAt: contact?.seen_at ?? Math.max(0, ...visitors.map(({ created_at }) => created_at)),
  }
}

/** By what is known of contacts, or by the id of a conversation, which finds also those of whom nothing is known. */
export function findPeople(ctx: Context, text: string): Promise<Somebody[]> {
  return ctx.db.snapshot(async (db) => {
    const words = searchedWords(text)
    if (!words.length) return []
    const asked = /[A-Za-z0-9_-]{8,64}$/.exec(text.trim())?.[0] ?? ''
    const spoken = await db.selectFrom('conversations').select('visitor_id').where('id', '=', asked).execute()
    let wanted = db.selectFrom('contacts').select('id')
    for (const word of words)
      wanted = wanted.where((eb) =>
        eb.or((['name', 'email', 'user_id'] as const).map((column) => contains(eb.ref(column), word))),
      )
    const known = await wanted.orderBy('seen_at', 'desc').orderBy('id').limit(20).execute()
    const people: Somebody[] = []
    for (const id of [...spoken.map(({ visitor_id }) => visitor_id), ...known.map(({ id }) => id)])
      people.push(await presentPerson(db, await tracesOf(db, id)))
    return people.filter(({ id }, place) => people.findIndex((each) => each.id === id) === place)
  })
}

export function readHoldings(ctx: Context, id: string): Promise<{ person: Somebody; holdings: Holdings }> {
  return ctx.db.snapshot(async (db) => {
    const traces = await tracesOf(db, id)
    const ids = orNone(traces.conversationIds)
    const count = async (rows: Promise<{ count: number | string | bigint }>) => Number((await rows).count)
    const taught = (table: 'lessons' | 'corrections') =>
      own(db, table, traces)
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
    const of = (table: 'messages' | 'tickets') =>
      db
        .selectFrom(table)
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('conversation_id', 'in', ids)
        .executeTakeFirstOrThrow()
    const live = db
      .selectFrom('conversations')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('id', 'in', ids)
      .where('status', '=', 'live')
      .executeTakeFirstOrThrow()
    const shared = await sharedOf(db, traces)
    return {
      person: await presentPerson(db, traces),
      holdings: {
        conversations: traces.conversationIds.length,
        live: await count(live),
        messages: await count(of('messages')),
        tickets: await count(of('tickets')),
        lessons: await count(taught('lessons')),
        corrections: await count(taught('corrections')),
        shared: shared.lessons.length + shared.corrections.length + shared.articles.length,
      },
    }
  })
}

/** What was taught for this person alone. */
export function own<T extends 'lessons' | 'corrections'>(db: Kysely<Schema>, table: T, { contact }: Traces) {
  return db
    .selectFrom(table as 'lessons' | 'corrections')
    .where('scope', '=', 'customer')
    .where('contact_id', '=', contact?.id ?? '')
}

export interface Shared {
  lessons: string[]
  corrections: string[]
  articles: string[]
}

/** What came from their conversations, or was taught with them in mind, and holds for others, too. */
export async function sharedOf(db: Kysely<Schema>, { contact, conversationIds }: Traces): Promise<Shared> {
  const ids = orNone(conversationIds)
  const taught = async (table: 'lessons' | 'corrections') => {
    const rows = await db
      .selectFrom(table)
      .select('id')
      .where((eb) => eb.or([eb('conversation_id', 'in', ids), eb('contact_id', '=', contact?.id ?? '')]))
      .where((eb) =>
        eb.or([
          eb('scope', '!=', 'customer'),
          eb('contact_id', 'is', null),
          eb('contact_id', '!=', contact?.id ?? ''),
        ]),
      )
      .execute()
    return rows.map(({ id }) => id)
  }
  const articles = await db.selectFrom('articles').select('id').where('conversation_id', 'in', ids).execute()
  return {
    lessons: await taught('lessons'),
    corrections: await taught('corrections'),
    articles: articles.map(({ id }) => id),
  }
}

/** Everything that is held about somebody, as it is stored. */
export function exportPerson(ctx: Context, id: string): Promise<PersonExport> {
  return ctx.db.snapshot(async (db) => {
    const traces = await tracesOf(db, id)
    const { contact, visitorIds, conversationIds } = traces
    const companyIds = orNone([contact?.company_id ?? ''])
    const company = await db.selectFrom('companies').selectAll().where('id', 'in', companyIds).executeTakeFirst()
    const visitors = await db.selectFrom('visitors').selectAll().where('id', 'in', orNone(visitorIds)).execute()
    const networks = await db
      .selectFrom('visitor_networks')
      .selectAll()
      .where('visitor_id', 'in', orNone(visitorIds))
      .execute()
    const shutOuts = await db
      .selectFrom('shut_outs')
      .selectAll()
      .where('target', 'in', orNone([...visitorIds, ...(contact ? [contact.id] : [])]))
      .execute()
    const conversations = []
    for (const conversation of conversationIds) conversations.push(await exportConversation(db, conversation))
    const taught = (table: 'lessons' | 'corrections') =>
      db
        .selectFrom(table)
        .selectAll()
        .where((eb) =>
          eb.or([eb('contact_id', '=', contact?.id ?? ''), eb('conversation_id', 'in', orNone(conversationIds))]),
        )
        .execute()
    return {
      exportedAt: new Date().toISOString(),
      person: await presentPerson(db, traces),
      contact: contact && readable(contact),
      company: company ? readable(company) : null,
      visitors: visitors.map(readable),
      networks: networks.map(readable),
      shutOuts: shutOuts.map(readable),
      conversations,
      lessons: (await taught('lessons')).map(readable),
      corrections: (await taught('corrections')).map(readable),
    }
  })
}

const parts = [
  'messages',
  'whispers',
  'ratings',
  'notes',
  'comments',
  'tickets',
  'takeovers',
  'runs',
  'mood_votes',
  'gap_questions',
  'incidents',
  'learned_answers',
  'phrasings',
  'events',
] as const

async function exportConversation(db: Kysely<Schema>, id: string): Promise<Record<string, unknown>> {
  const row = await db.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const whole: Record<string, unknown> = readable(row)
  for (const part of parts)
    whole[part] = (await db.selectFrom(part).selectAll().where('conversation_id', '=', id).execute()).map(readable)
  const prompts = await db
    .selectFrom('prompts')
    .innerJoin('messages', 'messages.id', 'prompts.message_id')
    .select(['message_id', 'layers'])
    .where('conversation_id', '=', id)
    .execute()
  return { ...whole, prompts: prompts.map(readable) }
}

const jsonColumns = new Set([
  'head',
  'payload',
  'traits',
  'proven',
  'context',
  'author',
  'sources',
  'by',
  'assignee',
  'fields',
  'mentions',
  'conflicts',
  'layers',
])

function readable(row: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      jsonColumns.has(name) && typeof value === 'string' ? JSON.parse(value) : value,
    ]),
  )
}
