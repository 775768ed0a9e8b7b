import {
  sql,
  type Expression,
  type ExpressionBuilder,
  type RawBuilder,
  type SelectQueryBuilder,
  type SqlBool,
} from 'kysely'
import type { Conversation } from '../../protocol/entities.ts'
import type { RouteParsed } from '../../protocol/api.ts'
import type { CompletedFilter, CompletedSort } from '../../protocol/review/routes.ts'
import type { Context } from '../ground/context.ts'
import type { ConversationRow, Schema } from '../db/schema.ts'
import { contains } from '../db/contains.ts'
import { saidIn } from '../conversations/said-in.ts'
import { Invalid } from '../ground/errors.ts'
import { headOf } from '../events/head.ts'

type Matching = SelectQueryBuilder<Schema, 'conversations', object>
type Where = ExpressionBuilder<Schema, 'conversations'>

/** One page of what matches, and how many match in all. */
export async function listCompleted(ctx: Context, wanted: RouteParsed<'GET /api/conversations'>['query']) {
  const { total } = await matching(ctx, wanted)
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const { conversations, next } = await pageOf(ctx, wanted, wanted.cursor, wanted.limit)
  return { conversations, next, total: Number(total) }
}

/** Everything that matches, page by page, so that a long list is never held in memory. */
export async function* allCompleted(ctx: Context, wanted: CompletedFilter): AsyncGenerator<Conversation[]> {
  for (let cursor: string | undefined; ;) {
    const page = await pageOf(ctx, wanted, cursor, 200)
    yield page.conversations
    if (!page.next) return
    cursor = page.next
  }
}

/** What there is to filter by. */
export async function listChoices(
  ctx: Context,
): Promise<{ agents: Choice[]; operators: Choice[]; topics: string[] }> {
  const db = ctx.db.reads
  const took = db
    .selectFrom('events')
    .select('actor_id')
    .where('actor_kind', '=', sql.lit('operator'))
    .where('type', 'in', takingPart)
  const topics = await db
    .selectFrom('conversations')
    .select('topic')
    .where(isCompleted)
    .where('topic', '!=', '')
    .groupBy('topic')
    .orderBy((eb) => eb.fn.countAll(), 'desc')
    .orderBy('topic')
    .limit(100)
    .execute()
  return {
    agents: await db.selectFrom('agents').select(['id', 'name']).orderBy('name').execute(),
    operators: await sql<Choice>`select id, name from operators where id in (${took}) order by name`
      .execute(db)
      .then(({ rows }) => rows.map(({ id, name }) => ({ id, name }))),
    topics: topics.map(({ topic }) => topic),
  }
}

interface Choice {
  id: string
  name: string
}

/** Reviewing afterwards is not taking part. */
const takingPart = ['takeover.began', 'message.posted', 'whisper.sent']

// Exactly what the indexes of the orders say of themselves. By status the planner would find an index that has none of the orders, and sort.
const isCompleted = (eb: Where) => eb('completed_at', 'is not', null)

function matching(ctx: Context, wanted: CompletedFilter): Matching {
  const conditions: ((eb: Where) => Expression<SqlBool>)[] = [isCompleted]
  const add = (given: unknown, condition: (eb: Where) => Expression<SqlBool>) => {
    if (given !== undefined) conditions.push(condition)
  }
  const text = wanted.text?.trim()
  add(text || undefined, (eb) => says(eb, text!))
  add(wanted.outcome, (eb) => eb('outcome', '=', wanted.outcome!))
  add(wanted.mood, (eb) => eb('mood', '=', wanted.mood!))
  // Without a score is neither high nor low.
  add(wanted.scoreFrom ?? wanted.scoreTo, (eb) => eb('score', '>=', wanted.scoreFrom ?? 0))
  add(wanted.scoreTo, (eb) => eb('score', '<=', wanted.scoreTo!))
  add(wanted.rating, (eb) => rated(eb, wanted.rating!))
  add(wanted.reviewed, (eb) => eb('reviewed_at', wanted.reviewed ? '>' : '=', 0))
  add(wanted.from, (eb) => eb('completed_at', '>=', wanted.from!))
  add(wanted.until, (eb) => eb('completed_at', '<', wanted.until!))
  add(wanted.agentId, (eb) => eb('agent_id', '=', wanted.agentId!))
  add(wanted.topic, (eb) => eb('topic', '=', wanted.topic!))
  add(wanted.operatorId, (eb) =>
    eb(
      'id',
      'in',
      eb
        .selectFrom('events')
        .select('conversation_id')
        .where('actor_kind', '=', sql.lit('operator'))
        .where('actor_id', '=', wanted.operatorId!)
        .where('type', 'in', takingPart),
    ),
  )
  return ctx.db.reads
    .selectFrom('conversations')
    .where((eb) => eb.and(conditions.map((condition) => condition(eb))))
}

const says = (eb: Where, text: string): Expression<SqlBool> =>
  eb.or([contains(eb.ref('words'), text), saidIn(eb, 'conversations.id', text)])

function rated(eb: Where, rating: NonNullable<CompletedFilter['rating']>): Expression<SqlBool> {
  switch (rating) {
    case 'up':
      return eb('votes_up', '>', 0)
    case 'down':
      return eb('votes_down', '>', 0)
    case 'corrected':
      return eb('corrected', '>', 0)
    case 'none':
      return eb.and([eb('votes_up', '=', 0), eb('votes_down', '=', 0)])
  }
}

/** Each order is an index over what is completed: the column, then the end, then the id, all in one direction. */
const orders: Record<CompletedSort, [keyof ConversationRow, 'asc' | 'desc']> = {
  newest: ['completed_at', 'desc'],
  oldest: ['completed_at', 'asc'],
  worst: ['worst', 'desc'],
  best: ['score', 'desc'],
  down: ['votes_down', 'desc'],
  up: ['votes_up', 'desc'],
  unhappy: ['mood_score', 'asc'],
  happy: ['mood_score', 'desc'],
  outcome: ['outcome', 'desc'],
  reviewed: ['reviewed_at', 'desc'],
  agent: ['agent', 'asc'],
  operator: ['operators', 'desc'],
  topic: ['topic', 'asc'],
}

async function pageOf(
  ctx: Context,
  wanted: CompletedFilter,
  cursor: string | undefined,
  limit: number,
): Promise<{ conversations: Conversation[]; next: string | null }> {
  const [column, direction] = orders[wanted.sort]
  let rest = matching(ctx, wanted)
  if (cursor) rest = rest.where(behind(column, direction, cursor))
  for (const each of positionOf(column)) rest = rest.orderBy(each, direction)
  const rows = await rest
    .select(['id', 'completed_at', 'head', sql<unknown>`${sql.ref(column)}`.as('place')])
    .limit(limit)
    .execute()
  const last = rows.at(-1)
  return {
    conversations: rows.map(({ head }) => headOf(head)),
    next: last && rows.length === limit ? writeCursor(last.place, last.completed_at!, last.id) : null,
  }
}

/** Pages go by value, so that conversations that end or move meanwhile shift nothing. */
function behind(column: keyof ConversationRow, direction: 'asc' | 'desc', cursor: string): RawBuilder<SqlBool> {
  const [place, at, id] = readCursor(cursor, column)
  const values = column === 'completed_at' ? [at, id] : [place, at, id]
  return sql`(${sql.join(positionOf(column).map((each) => sql.ref(each)))}) ${sql.raw(direction === 'asc' ? '>' : '<')} (${sql.join(values)})`
}

const positionOf = (column: keyof ConversationRow) => [
  ...new Set<keyof ConversationRow>([column, 'completed_at', 'id']),
]

const writeCursor = (place: unknown, at: number, id: string) =>
  Buffer.from(JSON.stringify([place, at, id])).toString('base64url')

const words = new Set<keyof ConversationRow>(['outcome', 'agent', 'operators', 'topic'])

function readCursor(cursor: string, column: keyof ConversationRow): [string | number, number, string] {
  try {
    const [place, at, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[]
    const fits = words.has(column)
      ? typeof place === 'string' && !place.includes('\0')
      : Number.isSafeInteger(place)
    if (fits && Number.isSafeInteger(at) && typeof id === 'string' && /^[\w-]{8,64}$/.test(id))
      return [place as string | number, at as number, id]
  } catch {
    // Refused below, like everything else that we did not write.
  }
  throw new Invalid('bad_cursor', 'This page marker is not one of ours. Start again from the first page.')
}
