import { sql, type Kysely } from 'kysely'
import type { Report, ReportGroup } from '../../../protocol/reports.ts'
import type { Schema } from '../../db/schema.ts'
import type { Span } from './span.ts'

/** As many topics as a chart can tell apart; the rest are counted together. */
const plotted = 6

/** The days of the span, and how many conversations of the most frequent topics ended on each. */
export async function topicsByDay(
  db: Kysely<Schema>,
  { from, until, zone }: Span,
  days: number[],
  groups: ReportGroup[],
): Promise<Report['topicDays']> {
  const titles = groups.slice(0, plotted).map(({ id }) => id)
  const day = 24 * 3_600_000
  const number = sql<number>`(completed_at + ${sql.lit(zone * 60_000)}) / ${sql.lit(day)}`
  const rows = await db
    .selectFrom('conversations')
    .select([number.as('day'), 'topic', sql<number>`count(*)`.as('count')])
    .where('completed_at', '>=', from)
    .where('completed_at', '<', until)
    .where('topic', '!=', '')
    .groupBy([number, 'topic'])
    .execute()
  const byDay = Map.groupBy(rows, (row) => Number(row.day) * day - zone * 60_000)
  const countsOf = (own: typeof rows) => {
    const counts = Array<number>(titles.length + 1).fill(0)
    for (const { topic, count } of own)
      counts[titles.includes(topic!) ? titles.indexOf(topic!) : titles.length]! += Number(count)
    return counts
  }
  return { titles, days: days.map((start) => ({ day: start, counts: countsOf(byDay.get(start) ?? []) })) }
}
