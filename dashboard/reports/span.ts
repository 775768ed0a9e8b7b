import { texts } from '../texts.ts'
export type SpanName = '30' | '7' | '90' | '365'

export const spans: { value: SpanName; label: string }[] = [
  { value: '30', label: texts.reports.last30Days },
  { value: '7', label: texts.reports.last7Days },
  { value: '90', label: texts.reports.last90Days },
  { value: '365', label: texts.reports.last365Days },
]

/** Whole days of the reader's zone, today with them. */
export function spanOf(name: SpanName): { from: number; until: number } {
  const today = new Date()
  today.setHours(0, 0, 0, 0)
  const [from, until] = [new Date(today), new Date(today)]
  from.setDate(from.getDate() - Number(name) + 1)
  until.setDate(until.getDate() + 1)
  return { from: from.getTime(), until: until.getTime() }
}

/** As many days, before those. */
export function spanBefore({ from }: { from: number }, name: SpanName): { from: number; until: number } {
  const begin = new Date(from)
  begin.setDate(begin.getDate() - Number(name))
  return { from: begin.getTime(), until: from }
}

/** What is written wrongly in an address chooses nothing. */
export function readReportSearch(search: Record<string, unknown>): { span?: SpanName } {
  const span = spans.find(({ value }) => value === String(search.span))?.value
  return span ? { span } : {}
}
