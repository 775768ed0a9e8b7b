export type SpanName = '30' | '7' | '90' | '365'

export const spans: { value: SpanName; label: string }[] = [
  { value: '30', label: 'Last 30 days' },
  { value: '7', label: 'Last 7 days' },
  { value: '90', label: 'Last 90 days' },
  { value: '365', label: 'Last 365 days' },
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

/** What is written wrongly in an address chooses nothing. */
export function readReportSearch(search: Record<string, unknown>): { span?: SpanName } {
  const span = spans.find(({ value }) => value === String(search.span))?.value
  return span ? { span } : {}
}
