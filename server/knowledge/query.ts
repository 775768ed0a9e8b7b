import { askedTerms, standInsFor, wordsOf } from './words.ts'

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

/** An answer quotes its article and would pull towards it for ever, if its words weighed more. */
const weights = { before: 0.3, alike: 0.5, answered: 0.2 }

/** As much of an answer as names its subject. */
const lead = 300

/** The terms of a question with their weights, widened by what may stand in for them and by what the conversation is about. */
export function readQuery(question: string, before: Before = {}): Query {
  const asked = askedTerms(question)
  const earlier = askedTerms(before.asked ?? '')
  const query: Query = new Map()
  const add = (terms: string[], boost: number, needed: number) => {
    for (const term of terms)
      if (!query.has(term)) query.set(term, { boost, needed, standIns: needed > 0 ? standInsFor(term) : [] })
  }
  add(asked, 1, 1)
  // Without a word of its own, a question is the one before it.
  if (asked.length === 0) add(earlier, 1, 1)
  add(earlier, weights.before, leansOnBefore(question, asked) ? weights.before : 0)
  for (const [, { boost, standIns }] of [...query]) add(standIns, boost * weights.alike, 0)
  if (query.size > 0) add(askedTerms((before.answered ?? '').slice(0, lead)), weights.answered, 0)
  return query
}

/** "And for Europe?" means little alone; a full question must not be bent by the one before it. */
export function leansOnBefore(question: string, asked = askedTerms(question)): boolean {
  if (asked.length <= 2) return true
  const words = wordsOf(question)
  return (
    asked.length <= 4 &&
    (/^(?:and|or|but|so|then|what about|how about)\b/i.test(question.trim()) ||
      words.some((word) => ['it', 'that', 'they', 'them', 'this', 'those', 'there'].includes(word)))
  )
}
