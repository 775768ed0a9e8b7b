import { isFragment, withoutManners } from './asked.ts'
import { askedTerms, isLight, standInsFor } from './words.ts'

/** What stood before the question: "and for Europe?" says little alone. */
export interface Before {
  /** What the visitor asked last. */
  asked?: string | undefined
  /** What they were answered. */
  answered?: string | undefined
}

/** What one term of the question is worth. */
export interface Wanted {
  /** How much it pulls. */
  boost: number
  /** How much of it the answer owes; 0 for what only helps to find. */
  needed: number
  /** Words that may stand in for it. */
  standIns: string[]
}

export type Query = Map<string, Wanted>

/** Of a fragment the question before counts a quarter; beside a whole question it only helps to find. An answer quotes its article and would pull towards it for ever, if its words weighed more. */
const weights = { fragment: 0.25, before: 0.3, alike: 0.5, answered: 0.2, light: 0.3 }

/** They say what kind of answer is wanted, and nothing of what it is about. */
const measures = /\bhow (?:long|old|far|heavy|big|large|high|deep|tall|wide|fast|soon|quickly|often|many|much)\b/giu

/** As much of an answer as names its subject. */
const lead = 300

/** The terms of a question with their weights, widened by what may stand in for them and by what the conversation is about. */
export function readQuery(
  question: string,
  before: Before = {},
  spelled: (term: string) => string = (term) => term,
): Query {
  const asked = askedTerms(withoutManners(question).replace(measures, 'how')).map(spelled)
  const earlier = askedTerms(before.asked ?? '')
  const leans = isFragment(question)
  const query: Query = new Map()
  const add = (terms: string[], boost: number, needed: number) => {
    for (const term of terms)
      if (!query.has(term)) query.set(term, { boost, needed, standIns: needed > 0 ? standInsFor(term) : [] })
  }
  const heavy = asked.filter((term) => !isLight(term))
  add(heavy, 1, 1)
  add(asked, 1, heavy.length ? weights.light : 1)
  // Without a word of its own, a question is the one before it.
  if (asked.length === 0) add(earlier, 1, 1)
  add(earlier, leans ? weights.fragment : weights.before, leans ? weights.fragment : 0)
  for (const [, { boost, standIns }] of [...query]) add(standIns, boost * weights.alike, 0)
  if (query.size > 0) add(askedTerms((before.answered ?? '').slice(0, lead)), weights.answered, 0)
  return query
}
