import { termsOf, wordsOf } from '../knowledge/words.ts'

/**
 * Why two directives seem to contradict each other, in words, or null. Lexical and modest: it sees the same subject told to be done and not to be
 * done, opposite words about it, or different numbers, days and dates. It misses what takes understanding, and it may err; so it only flags.
 */
export function contradiction(one: string, other: string): string | null {
  const [a, b] = [read(one), read(other)]
  if (!sameSubject(a.subject, b.subject)) return null
  if (a.negated !== b.negated) return 'One says to, the other not to.'
  const opposite = opposites.find(
    ([left, right]) => (a.words.has(left) && b.words.has(right)) || (a.words.has(right) && b.words.has(left)),
  )
  if (opposite) return `“${opposite[0]}” here, “${opposite[1]}” there.`
  if (a.amounts.size > 0 && b.amounts.size > 0 && ![...a.amounts].some((amount) => b.amounts.has(amount)))
    return 'They name different numbers or dates.'
  return null
}

interface Directive {
  /** What it is about: its terms without numbers, negations and opposites. */
  subject: Set<string>
  words: Set<string>
  amounts: Set<string>
  negated: boolean
}

const numbers = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]
const dates = new Set(
  'monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december'.split(
    ' ',
  ),
)
const opposites: [string, string][] = [
  ['always', 'never'],
  ['formal', 'casual'],
  ['short', 'long'],
  ['brief', 'detailed'],
  ['free', 'paid'],
  ['allowed', 'forbidden'],
  ['include', 'exclude'],
  ['accept', 'refuse'],
  ['before', 'after'],
  ['open', 'closed'],
  ['first', 'last'],
  ['more', 'less'],
  ['today', 'tomorrow'],
  ['yes', 'no'],
]
const turned = new Set(opposites.flat().flatMap(termsOf))
const negations =
  /\b(?:never|not|no longer|don'?t|do not|doesn'?t|can'?t|cannot|mustn'?t|shouldn'?t|won'?t|isn'?t|aren'?t|avoid|stop|refrain|without|refuse|no)\b/gi
/** Of these a sentence cannot be told apart: every directive has them. */
const plain = new Set(
  termsOf('tell say mention offer customer visitor reply answer always never avoid stop refrain refuse'),
)

function read(text: string): Directive {
  const straight = text.replace(/[’‘]/g, "'")
  const negated = (straight.match(negations) ?? []).length % 2 === 1
  const words = wordsOf(straight.replace(negations, ' '))
  const amounts = words.map(amountOf).filter((amount) => amount !== null)
  const subject = termsOf(words.filter((word) => amountOf(word) === null).join(' ')).filter(
    (term) => !plain.has(term) && !turned.has(term),
  )
  return { subject: new Set(subject), words: new Set(wordsOf(straight)), amounts: new Set(amounts), negated }
}

function amountOf(word: string): string | null {
  const spelled = numbers.indexOf(word)
  if (spelled >= 0) return String(spelled)
  return /^\d/.test(word) || dates.has(word) ? word : null
}

/** Most of the shorter one stands in the longer one too. */
function sameSubject(a: Set<string>, b: Set<string>): boolean {
  const shared = [...a].filter((term) => b.has(term)).length
  return shared > 0 && shared / Math.min(a.size, b.size) >= 0.6 && shared / Math.max(a.size, b.size) >= 0.34
}
