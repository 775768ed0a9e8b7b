import { sql, type Expression, type ExpressionBuilder, type Kysely, type SqlBool } from 'kysely'
import type { Conversation, Transcript, VisitorConversation, VisitorTranscript } from '../../protocol/entities.ts'
import type { RouteParsed } from '../../protocol/api.ts'
import type { Context } from '../context.ts'
import type { Schema } from '../db/schema.ts'
import { Invalid, NotFound } from '../errors.ts'
import { readEventsOf } from '../events/log.ts'
import { listWhispers } from '../supervision/whispers.ts'
import { listMessages } from './messages.ts'

export async function findConversation(db: Kysely<Schema>, id: string): Promise<Conversation> {
  const row = await db.selectFrom('conversations').select('head').where('id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound('There is no such conversation')
  return JSON.parse(row.head)
}

/** Somebody else's conversation is not found, rather than forbidden: its existence is nobody's business. */
export async function findOwn(db: Kysely<Schema>, visitorId: string, id: string): Promise<Conversation> {
  const conversation = await findConversation(db, id)
  if (conversation.visitor.id !== visitorId) throw new NotFound('There is no such conversation')
  return conversation
}

/** Everything an operator may see of one conversation, at one point in time. */
export function transcriptFor(ctx: Context, id: string): Promise<Transcript> {
  return ctx.db.snapshot(async (db) => {
    const conversation = await findConversation(db, id)
    const log = await readEventsOf(db, id, ['reply.cut', 'run.failed', 'mood.changed'])
    return {
      conversation,
      messages: await listMessages(db, id),
      whispers: await listWhispers(db, id),
      cuts: log.flatMap((event) => (event.type === 'reply.cut' ? [event.payload.cut] : [])),
      failures: log.flatMap((event) => (event.type === 'run.failed' ? [event.payload.failure] : [])),
      moods: log.flatMap((event) => (event.type === 'mood.changed' ? [event.payload.mark] : [])),
      upTo: conversation.seq,
    }
  })
}

/** The visitor's share of it. */
export function visitorTranscriptFor(ctx: Context, visitorId: string, id: string): Promise<VisitorTranscript> {
  return ctx.db.snapshot(async (db) => {
    const conversation = await findOwn(db, visitorId, id)
    return { conversation: forVisitor(conversation), messages: await listMessages(db, id), upTo: conversation.seq }
  })
}

/** Field by field, so that a field added for operators stays theirs until somebody decides otherwise here. */
export function forVisitor({ id, agent, status, openedAt, completedAt, control, humanRequestedAt }: Conversation): VisitorConversation {
  return { id, agent, status, openedAt, completedAt, control, humanRequestedAt }
}

/** The visitor's live conversation and the latest finished one, by id. */
export async function latestOf(ctx: Context, visitorId: string): Promise<{ live: string | null; earlier: string | null }> {
  const rows = await ctx.db.reads.selectFrom('conversations').select(['id', 'status']).where('visitor_id', '=', visitorId).orderBy('opened_at', 'desc').limit(10).execute()
  const find = (status: string) => rows.find((row) => row.status === status)?.id ?? null
  return { live: find('live'), earlier: find('completed') }
}

export async function liveConversations(db: Kysely<Schema>): Promise<Conversation[]> {
  const rows = await db.selectFrom('conversations').select('head').where('status', '=', 'live').execute()
  return rows.map(({ head }) => JSON.parse(head))
}

export async function earlierOf(ctx: Context, id: string): Promise<Conversation[]> {
  const rows = await ctx.db.reads
    .selectFrom('conversations')
    .select('head')
    .where('visitor_id', '=', (eb) => eb.selectFrom('conversations as own').select('own.visitor_id').where('own.id', '=', id))
    .where('id', '!=', id)
    .orderBy('opened_at', 'desc')
    .limit(20)
    .execute()
  return rows.map(({ head }) => JSON.parse(head))
}

export async function listCompleted(ctx: Context, wanted: RouteParsed<'GET /api/conversations'>['query']) {
  let matching = ctx.db.reads.selectFrom('conversations').where('status', '=', 'completed')
  if (wanted.outcome) matching = matching.where('outcome', '=', wanted.outcome)
  if (wanted.mood) matching = matching.where('mood', '=', wanted.mood)
  if (wanted.text?.trim()) {
    const like = `%${wanted.text.trim().toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
    matching = matching.where((eb) => eb.or([contains(eb.ref('words'), like), eb.exists(eb.selectFrom('messages').select('messages.id').whereRef('messages.conversation_id', '=', 'conversations.id').where((m) => contains(m.fn('lower', [m.ref('messages.text')]), like)))]))
  }
  const { total } = await matching.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const page = wanted.cursor ? matching.where(olderThan(wanted.cursor)) : matching
  const rows = await page.select(['id', 'completed_at', 'head']).orderBy('completed_at', 'desc').orderBy('id', 'desc').limit(wanted.limit).execute()
  const last = rows.at(-1)
  return {
    conversations: rows.map(({ head }) => JSON.parse(head) as Conversation),
    next: last && rows.length === wanted.limit ? `${last.completed_at}.${last.id}` : null,
    total: Number(total),
  }
}

const contains = (text: Expression<string>, like: string) => sql<SqlBool>`${text} like ${like} escape '\\'`

/** Pages go by (completed_at, id), so that conversations that end meanwhile shift nothing. */
function olderThan(cursor: string) {
  const [at, id] = /^(\d+)\.([\w-]+)$/.exec(cursor)?.slice(1) ?? []
  if (!at || !id) throw new Invalid('bad_cursor', 'This page marker is not one of ours. Start again from the first page.')
  return (eb: ExpressionBuilder<Schema, 'conversations'>) => eb.or([eb('completed_at', '<', Number(at)), eb.and([eb('completed_at', '=', Number(at)), eb('id', '<', id)])])
}
