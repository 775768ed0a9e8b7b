import type { RouteParsed, RouteReply } from '../../protocol/api.ts'
import { headOf } from '../events/head.ts'
import { messageOf } from '../conversations/messages.ts'
import type { Context } from '../ground/context.ts'
import { latest } from '../db/pages.ts'
import { contacts, presentContact } from '../people/visitors/contacts.ts'
import { correctionsOf } from '../teaching/corrections.ts'
import { lessonsOf } from '../teaching/lessons.ts'
import { ticketOf } from '../tickets/open.ts'

/** The lists of `/api/v1`: one page each, and where the next one begins. */

type Query<K extends 'conversations' | 'tickets' | 'contacts' | 'lessons' | 'corrections' | 'articles'> =
  RouteParsed<`GET /api/v1/${K}`>['query']
type Reply<K extends 'conversations' | 'tickets' | 'contacts' | 'lessons' | 'corrections' | 'articles'> = Promise<
  RouteReply<`GET /api/v1/${K}`>
>

export async function pageOfConversations(
  ctx: Context,
  { status, contactId, userId, ...page }: Query<'conversations'>,
): Reply<'conversations'> {
  let wanted = ctx.db.reads.selectFrom('conversations').select(['id', 'opened_at', 'head'])
  if (status) wanted = wanted.where('status', '=', status)
  if (contactId)
    wanted = wanted.where('visitor_id', 'in', (eb) =>
      eb.selectFrom('visitors').select('visitors.id').where('contact_id', '=', contactId),
    )
  if (userId) wanted = wanted.where('visitor_id', 'in', visitorsOf(ctx, userId))
  const { rows, next } = await latest(
    wanted,
    { at: 'opened_at', id: 'id', placeOf: (row) => [row.opened_at, row.id] },
    page,
  )
  return { conversations: rows.map(({ head }) => headOf(head)), next }
}

/** The visits of the person whom the site calls this. */
const visitorsOf = (ctx: Context, userId: string) =>
  ctx.db.reads
    .selectFrom('visitors')
    .innerJoin('contacts', 'contacts.id', 'visitors.contact_id')
    .select('visitors.id')
    .where('contacts.user_id', '=', userId)

export async function pageOfMessages(
  ctx: Context,
  id: string,
  { after, limit }: RouteParsed<'GET /api/v1/conversations/:id/messages'>['query'],
): Promise<RouteReply<'GET /api/v1/conversations/:id/messages'>> {
  const rows = await ctx.db.reads
    .selectFrom('messages')
    .selectAll()
    .where('conversation_id', '=', id)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit + 1)
    .execute()
  return { messages: rows.slice(0, limit).map(messageOf), next: rows.length > limit ? rows[limit - 1]!.seq : null }
}

export async function pageOfTickets(
  ctx: Context,
  { status, assigneeId, userId, ...page }: Query<'tickets'>,
): Reply<'tickets'> {
  let wanted = ctx.db.reads.selectFrom('tickets').selectAll()
  if (status) wanted = wanted.where('status', '=', status)
  if (assigneeId) wanted = wanted.where('assignee_id', '=', assigneeId)
  if (userId)
    wanted = wanted.where('conversation_id', 'in', (eb) =>
      eb.selectFrom('conversations').select('conversations.id').where('visitor_id', 'in', visitorsOf(ctx, userId)),
    )
  const { rows, next } = await latest(
    wanted,
    { at: 'opened_at', id: 'id', placeOf: (row) => [row.opened_at, row.id] },
    page,
  )
  return { tickets: rows.map(ticketOf), next }
}

export async function pageOfContacts(ctx: Context, page: Query<'contacts'>): Reply<'contacts'> {
  const wanted = contacts(ctx.db.reads)
  const { rows, next } = await latest(
    wanted,
    { at: 'contacts.created_at', id: 'contacts.id', placeOf: (row) => [row.created_at, row.id] },
    page,
  )
  return { contacts: rows.map(presentContact), next }
}

export async function pageOfLessons(ctx: Context, page: Query<'lessons'>): Reply<'lessons'> {
  const wanted = ctx.db.reads.selectFrom('lessons').selectAll()
  const { rows, next } = await latest(
    wanted,
    { at: 'created_at', id: 'id', placeOf: (row) => [row.created_at, row.id] },
    page,
  )
  return { lessons: await lessonsOf(ctx.db.reads, rows), next }
}

export async function pageOfCorrections(ctx: Context, page: Query<'corrections'>): Reply<'corrections'> {
  const wanted = ctx.db.reads.selectFrom('corrections').selectAll()
  const { rows, next } = await latest(
    wanted,
    { at: 'created_at', id: 'id', placeOf: (row) => [row.created_at, row.id] },
    page,
  )
  return { corrections: await correctionsOf(ctx.db.reads, rows), next }
}

/** An article that is edited keeps its place, so they stand by id. */
export async function pageOfArticles(ctx: Context, page: Query<'articles'>): Reply<'articles'> {
  const wanted = ctx.db.reads
    .selectFrom('articles')
    .select(['id', 'title', 'body', 'url', 'changed_at as changedAt'])
    .where('source_id', 'is', null)
  const { rows, next } = await latest(wanted, { at: null, id: 'id', placeOf: ({ id }) => [0, id] }, page)
  return { articles: rows, next }
}
