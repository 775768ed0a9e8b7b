import { sql, type Kysely } from 'kysely'
import type { Mood } from '../../../protocol/entities.ts'
import type { Report, ReportGroup } from '../../../protocol/reports.ts'
import type { Context } from '../../ground/context.ts'
import type { Schema } from '../../db/schema.ts'
import { Invalid } from '../../ground/errors.ts'
import { answerTimes } from './answers.ts'
import { LocalDays } from './local-days.ts'
import { agreementByWeek } from './moods.ts'
import { spendingIn } from './spending.ts'
import { topicsByDay } from './topics.ts'
import { type Span } from './span.ts'

const day = 24 * 3_600_000
const mostDays = 400
/** As far as dates go. */
const lastTime = 8.64e15
const mostGroups = 50

/** Counts what ended between `from` and `until`. One snapshot, so that all numbers tell of the same moment. */
export function readReport(ctx: Context, span: Span): Promise<Report> {
  if (span.until <= span.from || span.until - span.from > mostDays * day || span.until > lastTime)
    throw new Invalid('bad_span', `Choose at least one day and at most ${mostDays}.`)
  return ctx.db.snapshot(async (db) => {
    const { days, total } = await byDay(db, span)
    const topics = await byColumn(db, span, 'topic')
    return {
      days,
      total,
      hours: await byHour(db, span),
      agents: await byColumn(db, span, 'agent_id'),
      operators: await byOperator(db, span),
      topics,
      topicDays: await topicsByDay(db, span, topics),
      answers: await answerTimes(db, span),
      whispers: await countWhispers(db, span),
      corrections: await countCorrections(db, span),
      gaps: await countGaps(db, span),
      spending: await spendingIn(db, span),
      moods: await agreementByWeek(db, span),
    }
  })
}

interface Row {
  outcome: string | null
  mood: string
  count: number
  scored: number
  points: number
}
type Tally = Omit<ReportGroup, 'id' | 'name'> & { moods: Record<Mood, number> }

const ended = (db: Kysely<Schema>, { from, until }: Span) =>
  db.selectFrom('conversations').where('completed_at', '>=', from).where('completed_at', '<', until)

/** What every grouping counts. A score of -1 is none. */
const figures = [
  'outcome',
  'mood',
  sql<number>`count(*)`.as('count'),
  sql<number>`sum(case when score >= 0 then 1 else 0 end)`.as('scored'),
  sql<number>`sum(case when score >= 0 then score else 0 end)`.as('points'),
] as const

async function byDay(db: Kysely<Schema>, span: Span): Promise<Pick<Report, 'days' | 'total'>> {
  const days = new LocalDays(span)
  const rows = await ended(db, span)
    .select([days.numberOf('completed_at').as('day'), ...figures])
    .groupBy([days.numberOf('completed_at'), 'outcome', 'mood'])
    .execute()
  const found = Map.groupBy(rows, (row) => Number(row.day))
  return {
    days: Array.from(days, ({ number, start }) => ({ day: start, ...tally(found.get(number) ?? []) })),
    total: tally(rows),
  }
}

async function byHour(db: Kysely<Schema>, span: Span): Promise<number[]> {
  const hour = new LocalDays(span).hourOf('opened_at')
  const rows = await ended(db, span)
    .select((eb) => [hour.as('hour'), eb.fn.countAll<number>().as('count')])
    .groupBy(hour)
    .execute()
  const counts = new Map(rows.map((row) => [Number(row.hour), Number(row.count)]))
  return Array.from({ length: 24 }, (_, at) => counts.get(at) ?? 0)
}

async function byColumn(db: Kysely<Schema>, span: Span, column: 'agent_id' | 'topic'): Promise<ReportGroup[]> {
  const rows = await ended(db, span)
    .select([sql<string>`${sql.ref(column)}`.as('id'), ...figures])
    .where(column, '!=', '')
    .groupBy([column, 'outcome', 'mood'])
    .execute()
  const agents = await db.selectFrom('agents').select(['id', 'name']).execute()
  return groupsOf(
    rows.map((row) => ({
      ...row,
      name: column === 'topic' ? row.id : (agents.find(({ id }) => id === row.id)?.name ?? 'Removed'),
    })),
  )
}

/** An operator counts for a conversation in which they held the pen. */
async function byOperator(db: Kysely<Schema>, span: Span): Promise<ReportGroup[]> {
  const rows = await ended(db, span)
    .innerJoin(
      (eb) => eb.selectFrom('takeovers').select(['conversation_id', 'operator_id']).distinct().as('held'),
      (join) => join.onRef('held.conversation_id', '=', 'conversations.id'),
    )
    .select(['operator_id as id', ...figures])
    .groupBy(['operator_id', 'outcome', 'mood'])
    .execute()
  const names = await sql<{ id: string; name: string }>`select id, name from operators`.execute(db)
  return groupsOf(
    rows.map((row) => ({ ...row, name: names.rows.find(({ id }) => id === row.id)?.name ?? 'Removed' })),
  )
}

function groupsOf(rows: (Row & { id: string; name: string })[]): ReportGroup[] {
  return [...Map.groupBy(rows, ({ id }) => id)]
    .map(([id, own]) => {
      const { moods: _, ...counts } = tally(own)
      return { id, name: own[0]!.name, ...counts }
    })
    .sort((a, b) => b.conversations - a.conversations || (a.name < b.name ? -1 : 1))
    .slice(0, mostGroups)
}

function tally(rows: Row[]): Tally {
  const sum = (of: (row: Row) => boolean, field: 'count' | 'scored' | 'points' = 'count') =>
    rows.reduce((all, row) => all + (of(row) ? Number(row[field]) : 0), 0)
  const outcome = (kind: string) => sum((row) => row.outcome === kind)
  const mood = (name: Mood) => sum((row) => row.mood === name)
  const scored = sum(() => true, 'scored')
  return {
    conversations: sum(() => true),
    resolved: outcome('resolved'),
    escalated: outcome('escalated'),
    answered: outcome('answered'),
    abandoned: outcome('abandoned'),
    noQuestion: outcome('no_question'),
    score: scored ? Math.round((sum(() => true, 'points') / scored) * 10) / 10 : null,
    moods: {
      happy: mood('happy'),
      neutral: mood('neutral'),
      confused: mood('confused'),
      frustrated: mood('frustrated'),
      angry: mood('angry'),
    },
  }
}

async function countWhispers(db: Kysely<Schema>, { from, until }: Span): Promise<Report['whispers']> {
  const rows = await db
    .selectFrom('whispers')
    .select((eb) => ['state', 'receipt', eb.fn.countAll<number>().as('count')])
    .where('at', '>=', from)
    .where('at', '<', until)
    .groupBy(['state', 'receipt'])
    .execute()
  const sum = (of: (row: (typeof rows)[number]) => boolean) =>
    rows.reduce((all, row) => all + (of(row) ? Number(row.count) : 0), 0)
  const receipt = (kind: string) => sum((row) => row.receipt === kind)
  return {
    sent: sum(() => true),
    used: sum(({ state }) => state === 'used'),
    followed: receipt('followed'),
    partly: receipt('partly'),
    ignored: receipt('ignored'),
  }
}

async function countCorrections(db: Kysely<Schema>, { from, until }: Span): Promise<Report['corrections']> {
  const { added } = await db
    .selectFrom('corrections')
    .select((eb) => eb.fn.countAll<number>().as('added'))
    .where('created_at', '>=', from)
    .where('created_at', '<', until)
    .executeTakeFirstOrThrow()
  const { fired } = await db
    .selectFrom('provenance')
    .innerJoin('messages', 'messages.id', 'provenance.message_id')
    .select((eb) => eb.fn.countAll<number>().as('fired'))
    .where('kind', '=', 'correction')
    .where('at', '>=', from)
    .where('at', '<', until)
    .executeTakeFirstOrThrow()
  return { added: Number(added), fired: Number(fired) }
}

async function countGaps(db: Kysely<Schema>, { from, until }: Span): Promise<Report['gaps']> {
  const rows = await db.selectFrom('gaps').select(['ended_at']).execute()
  return {
    open: rows.filter(({ ended_at }) => ended_at === null).length,
    closed: rows.filter(({ ended_at }) => ended_at !== null && ended_at >= from && ended_at < until).length,
  }
}
