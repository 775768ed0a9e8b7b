import type { Mood } from '../../protocol/entities.ts'
import type { CompletedSort } from '../../protocol/review/routes.ts'
import type { OutcomeKind } from '../../protocol/review/shapes.ts'

/** What Completed shows, as it stands in the address: a link to it shows a colleague the same. Days are those of the reader's zone. */
export interface CompletedSearch {
  q?: string
  outcome?: OutcomeKind
  mood?: Mood
  score?: 'low' | 'middle' | 'high'
  rating?: 'up' | 'down' | 'none' | 'corrected'
  reviewed?: 'yes' | 'no'
  from?: string
  until?: string
  agent?: string
  operator?: string
  topic?: string
  sort?: CompletedSort
}

const choices = {
  outcome: ['resolved', 'escalated', 'answered', 'abandoned', 'no_question'],
  mood: ['happy', 'neutral', 'confused', 'frustrated', 'angry'],
  score: ['low', 'middle', 'high'],
  rating: ['up', 'down', 'none', 'corrected'],
  reviewed: ['yes', 'no'],
  sort: [
    'oldest',
    'worst',
    'best',
    'down',
    'up',
    'unhappy',
    'happy',
    'outcome',
    'reviewed',
    'agent',
    'operator',
    'topic',
  ],
}
const written = { q: /^[^]{1,200}$/, topic: /^[^]{1,200}$/, agent: /^[\w-]{8,64}$/, operator: /^[\w-]{1,64}$/ }
const days = ['from', 'until'] as const

/** What is written wrongly in an address filters nothing. */
export function readCompletedSearch(search: Record<string, unknown>): CompletedSearch {
  const found: Record<string, string> = {}
  for (const [name, known] of Object.entries(choices))
    if (known.includes(search[name] as string)) found[name] = search[name] as string
  // A search for a number arrives as one.
  for (const [name, fits] of Object.entries(written))
    if (search[name] !== undefined && fits.test(String(search[name]))) found[name] = String(search[name])
  for (const name of days) if (startOfDay(search[name]) !== null) found[name] = search[name] as string
  return found
}

export const nothingChosen = {
  q: undefined,
  outcome: undefined,
  mood: undefined,
  score: undefined,
  rating: undefined,
  reviewed: undefined,
  from: undefined,
  until: undefined,
  agent: undefined,
  operator: undefined,
  topic: undefined,
} satisfies CompletedSearch

/** How many filters are set, the words aside. */
export const countFilters = (search: CompletedSearch) =>
  Object.keys(nothingChosen).filter((name) => name !== 'q' && search[name as keyof CompletedSearch] !== undefined)
    .length

const scores = { low: { scoreTo: 39 }, middle: { scoreFrom: 40, scoreTo: 69 }, high: { scoreFrom: 70 } }

/** The same as the server asks for it. */
export function queryOf({
  q,
  outcome,
  mood,
  score,
  rating,
  reviewed,
  from,
  until,
  agent,
  operator,
  topic,
  sort,
}: CompletedSearch) {
  const [begin, end] = [startOfDay(from), startOfDay(until, 1)]
  return {
    ...(q && { text: q }),
    ...(outcome && { outcome }),
    ...(mood && { mood }),
    ...(score && scores[score]),
    ...(rating && { rating }),
    ...(reviewed && { reviewed: String(reviewed === 'yes') }),
    ...(begin !== null && { from: begin }),
    ...(end !== null && { until: end }),
    ...(agent && { agentId: agent }),
    ...(operator && { operatorId: operator }),
    ...(topic && { topic }),
    ...(sort && { sort }),
  }
}

/** Midnight of a day written 2026-03-29, or of one some days after it: days are not always 24 hours long. */
function startOfDay(day: unknown, later = 0): number | null {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(typeof day === 'string' ? day : '') ?? []
  if (!year) return null
  const at = new Date(Number(year), Number(month) - 1, Number(date) + later).getTime()
  return at >= 0 ? at : null
}
