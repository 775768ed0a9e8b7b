import { answerable, questionsIn, scoreOf } from '../knowledge/search.ts'
import { termsOf } from '../knowledge/words.ts'
import type { Entry, Passage, Turn } from '../models/model.ts'
import { isFragment, wantedBy, type Wanted } from '../knowledge/asked.ts'
import { languageIn, phrases, type Phrases } from './phrases.ts'
import { readSmallTalk, type SmallTalk } from '../language/smalltalk.ts'
import type { Avoided } from './avoided.ts'
import { intentsFor, avoidedBy } from './lasting-intents.ts'
import type { Intent } from '../language/whisper.ts'

/** What is asked, and everything that bears on the answer. */
export interface Ask {
  turn: Turn
  question: string
  /** `return`: nothing new was said; the AI has the pen again after a person. */
  smallTalk: SmallTalk | 'return' | null
  intents: Intent[]
  /** What the answer must not speak about. */
  avoided: Avoided
  brief: boolean
  /** What kind of thing is asked for. */
  wanted: Wanted
  /** What the answerer says in its own words, in the visitor's language. */
  words: Phrases
  /** What the AI has said before, oldest first. */
  earlier: string[]
  /** How often the visitor asked the same before. */
  repeats: number
  lastAnswer: string
  /** What the question finds by itself. */
  found: Passage[]
  variant: number
}

/** Reads the turn: the visitor's last words, and what operators want of the reply. */
export function understand(turn: Turn): Ask {
  const burst = lastBurst(turn.history)
  const talk = burst.map(({ text }) => readSmallTalk(text))
  // "Hello", "I have a parcel", "thanks" in a row is a question with manners around it.
  const asks = burst.filter((_, index) => !talk[index]).map(({ text }) => text)
  const question = focusOf(turn, asks.join('\n'))
  const intents = intentsFor(turn, question)
  const avoided = avoidedBy(intents)
  const before = turn.history.slice(0, turn.history.length - burst.length)
  return {
    turn,
    question,
    smallTalk: talk.find((kind) => kind === 'human') ?? (asks.length === 0 ? (talk.at(-1) ?? 'return') : null),
    intents,
    avoided,
    wanted: wantedIn(question, before),
    words: phrases[languageIn(burst.map(({ text }) => text).join('\n'))],
    earlier: before.flatMap(({ from, text }) => (from === 'ai' ? [text] : [])),
    brief: intents.some(({ kind }) => kind === 'shorter'),
    repeats: countRepeats(question, before),
    lastAnswer: before.findLast((entry) => entry.from === 'ai')?.text ?? '',
    // The turn brings what its whole last message finds; the question may be a part of it, or stand in the messages before it.
    found: foundFor(turn, question, burst.at(-1)?.text),
    variant: hash(burst.at(-1)?.id ?? ''),
  }
}

/** A fragment asks for what the question before it asked for. */
function wantedIn(question: string, before: Entry[]): Wanted {
  const own = wantedBy(question)
  const earlier = before.findLast(
    ({ from, text }) => from === 'visitor' && !readSmallTalk(text) && !isFragment(text),
  )
  return own === 'other' && earlier && isFragment(question) ? wantedBy(earlier.text) : own
}

function best(...found: Passage[][]): Passage[] {
  return found.sort((a, b) => (b[0]?.score ?? 0) - (a[0]?.score ?? 0))[0] ?? []
}

/** Small talk looks nothing up. */
function foundFor(turn: Turn, question: string, whole: string | undefined): Passage[] {
  if (!question || question === whole) return turn.passages
  return best(turn.search(question), turn.passages)
}

/** Of a message with complaints around its question, the part that articles speak about. */
function focusOf(turn: Turn, said: string): string {
  const score = (asked: string) => scoreOf(turn.search(asked))
  const best = questionsIn(said)
    .filter((asked) => !isFragment(asked))
    .sort((a, b) => score(b) - score(a))[0]
  return best && score(best) >= answerable ? best : said
}

function lastBurst(history: Entry[]): Entry[] {
  const answered = history.findLastIndex((entry) => entry.from === 'ai' || entry.from === 'operator')
  return history.slice(answered + 1).filter((entry) => entry.from === 'visitor')
}

function countRepeats(question: string, before: Entry[]): number {
  const now = new Set(termsOf(question))
  if (now.size === 0) return 0
  return before.filter((entry) => entry.from === 'visitor' && alike(now, new Set(termsOf(entry.text)))).length
}

function alike(a: Set<string>, b: Set<string>): boolean {
  const shared = [...a].filter((term) => b.has(term)).length
  return shared > 0 && shared / (a.size + b.size - shared) >= 0.7
}

/** What the visitor asks, looked up again with whatever the operators add. */
export function find(ask: Ask): Passage[] {
  const pointed = ask.intents.flatMap((intent) => (intent.kind === 'point' ? [intent.about] : []))[0]
  const meant =
    ask.intents.flatMap((intent) => (intent.kind === 'search' ? [intent.about] : [])).join(' ') || clarified(ask)
  const hints = ask.intents.flatMap((intent) => (intent.kind === 'hint' ? [intent.about] : [])).join(' ')
  const article = pointed && ask.turn.search(pointed)[0]
  if (article) return within(ask, article)
  if (meant) return best(ask.turn.search(meant), steered(ask, meant))
  return hints ? steered(ask, hints) : ask.found
}

/** The article that an operator points to, from where it fits the question, else from its beginning. */
function within(ask: Ask, { articleId, title }: Passage): Passage[] {
  const fitting = ask.found.filter((passage) => passage.articleId === articleId && passage.score >= answerable)
  const whole = ask.turn.search(title).filter((passage) => passage.articleId === articleId)
  return (fitting.length > 0 ? fitting : inReadingOrder(whole)).map((passage) => ({ ...passage, score: 1 }))
}

/** A hint that finds nothing must not spoil what the question found by itself. */
function steered(ask: Ask, hint: string): Passage[] {
  const both = ask.turn.search(`${ask.question} ${hint}`)
  return (both[0]?.score ?? 0) >= answerable ? both : ask.found
}

/** The article that the visitor means after being asked "is this about A, or about B?". */
function clarified({ lastAnswer, question }: Ask): string | null {
  const [, first, second] =
    /^(?:Is this|Geht es|¿Se trata) .*?[“„«](.+)[”“»],? (?:or|oder|o) .*[“„«](.+)[”“»]\?/.exec(lastAnswer) ?? []
  if (!first || !second) return null
  // One of the two was tapped.
  if (question === first || question === second) return question
  if (/\b(?:first|former)\b|^\W*(?:1|one)\W*$/i.test(question)) return first
  return /\b(?:second|latter|other)\b|^\W*(?:2|two)\W*$/i.test(question) ? second : null
}

export function inReadingOrder(passages: Passage[]): Passage[] {
  return passages.toSorted((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }))
}

function hash(text: string): number {
  let value = 2166136261
  for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 16777619)
  return value >>> 0
}
