import { sql, type Kysely } from 'kysely'
import type { Report, ReportGroup } from '../../../protocol/reports.ts'
import type { Schema } from '../../db/schema.ts'
import { LocalDays } from './local-days.ts'
import type { Span } from './span.ts'

/** As many topics as a chart can tell apart; the rest are counted together. */
const plotted = 6

/** The days of the span, and how many conversations of the most frequent topics ended on each. */
export async function topicsByDay(
  db: Kysely<Schema>,
  span: Span,
  groups: ReportGroup[],
): Promise<Report['topicDays']> {
  const titles = groups.slice(0, plotted).map(({ id }) => id)
  const days = new LocalDays(span)
  const rows = await db
    .selectFrom('conversations')
    .select([days.numberOf('completed_at').as('day'), 'topic', sql<number>`count(*)`.as('count')])
    .where('completed_at', '>=', span.from)
    .where('completed_at', '<', span.until)
    .where('topic', '!=', '')
    .groupBy([days.numberOf('completed_at'), 'topic'])
    .execute()
  const byDay = Map.groupBy(rows, (row) => Number(row.day))
  const countsOf = (own: typeof rows) => {
    const counts = Array<number>(titles.length + 1).fill(0)
    for (const { topic, count } of own)
      counts[titles.includes(topic!) ? titles.indexOf(topic!) : titles.length]! += Number(count)
    return counts
  }
  return {
    titles,
    days: Array.from(days, ({ number, start }) => ({ day: start, counts: countsOf(byDay.get(number) ?? []) })),
  }
}
