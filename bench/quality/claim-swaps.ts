import { readFileSync } from 'node:fs'
import { findClaims } from '../../server/claims/find-claims.ts'
import { sentencesOf } from '../../server/knowledge/passages.ts'
import { fresh, kinds, pick, rewritten, swapped, weekdays, type Kind, type Random } from './claim-values.ts'
import { readArticles, trades, type Cut } from './sets.ts'

/**
 * Reference answers made by program, from articles and from what sites know of their visitors, each with its values in another writing than where they
 * come from; and the same answers with one value replaced by a wrong one, or with a promise that nobody gave.
 */

export const today = new Date('2026-11-30T12:00:00Z')

export interface Reference {
  /** Where it comes from: one text for each thing that was found or known. */
  given: string[]
  answer: string
  /** Its values: where they stand and how they were written before. */
  values: Value[]
}

interface Value {
  kind: Kind
  at: number
  text: string
}

const planted = [
  'This is always possible.',
  'That is guaranteed.',
  'It is free of charge.',
  'You can do so at no cost, around the clock.',
  'It never takes longer.',
  'This holds for life.',
  'We do it immediately.',
]

export interface Swap {
  text: string
  /** Where the wrong words stand. */
  at: number
  end: number
}

/** Every lie that can be told in this answer, `times` for each value. */
export function swapsIn({ answer, given, values }: Reference, times: number, random: Random): Swap[] {
  const inPlace = values.flatMap(({ kind, at, text }) =>
    Array.from({ length: times }, () => swapped[kind](text, random)).flatMap((wrong) =>
      wrong === null || wrong === text || isSaid(wrong, given)
        ? []
        : [{ text: answer.slice(0, at) + wrong + answer.slice(at + text.length), at, end: at + wrong.length }],
    ),
  )
  // Where the answer promises the same already, it is none of ours.
  const promise = pick(
    planted.filter((each) => !isSaid(each, [answer])),
    random,
  )
  const at = answer.length + 1
  return [...inPlace, { text: `${answer} ${promise}`, at, end: at + promise.length }]
}

/** Values that stand in the same texts for another thing, in place of the right ones. */
export function borrowedIn({ answer, given, values }: Reference, random: Random): Swap[] {
  const there = given.flatMap((text) => findClaims(text, today))
  return values.flatMap(({ at, text }) => {
    const own = findClaims(text, today)[0]
    const keys = own?.needs.flat() ?? []
    const others = there.filter(
      ({ kind, offers }) => kind === own?.kind && !offers.some((key) => keys.includes(key)),
    )
    if (!others.length) return []
    const wrong = pick(others, random).text
    return [{ text: answer.slice(0, at) + wrong + answer.slice(at + text.length), at, end: at + wrong.length }]
  })
}

/** By chance the wrong value may be the right one of something else in the very same text; then it is no lie that reading could find. */
const isSaid = (wrong: string, given: string[]) => {
  const [claim] = findClaims(wrong, today)
  const keys = claim?.needs.flat() ?? []
  return given.some((text) =>
    findClaims(text, today).some(({ offers }) => offers.some((key) => keys.includes(key))),
  )
}

/** What sites know of their visitors, with values by chance. */
export function ordersOf(cut: Cut, times: number, random: Random): Reference[] {
  const lines = readFileSync(new URL(`./sets/orders/${cut}.tsv`, import.meta.url), 'utf8').split('\n')
  return lines
    .filter((line) => line.includes('\t'))
    .flatMap((line) => Array.from({ length: times }, () => orderOf(line.split('\t') as [string, string], random)))
}

function orderOf([given, answer]: [string, string], random: Random): Reference {
  const drawn = new Map<string, string>()
  const slot = new RegExp(`\\{((${kinds.join('|')})\\d?)\\}`, 'g')
  const filled = given.replaceAll(slot, (_, name: string, kind: Kind) => {
    if (!drawn.has(name)) drawn.set(name, fresh[kind](random))
    return drawn.get(name)!
  })
  const values: Value[] = []
  let said = ''
  let from = 0
  for (const { 0: whole, 1: name, 2: kind, index } of answer.matchAll(slot)) {
    said += answer.slice(from, index)
    const text = rewritten[kind as Kind](drawn.get(name!)!, random)
    values.push({ kind: kind as Kind, at: said.length, text })
    said += text
    from = index + whole.length
  }
  return { given: [filled], answer: said + answer.slice(from), values }
}

const frames = ['', 'Yes. ', 'Good question. ', 'As far as I can see: ', 'Thank you for asking. ']
const asWords: [RegExp, string][] = [
  [/\bYou can\b/g, 'It is possible to'],
  [/\bcosts\b/g, 'is'],
  [/\bmust be\b/g, 'has to be'],
  [/\bare open\b/g, 'open'],
  [/\bWe\b/g, 'Our team'],
  [/\bplease\b/gi, 'kindly'],
]
const kindOf: Partial<Record<string, Kind>> = {
  sum: 'sum',
  percentage: 'percent',
  date: 'date',
  time: 'time',
  duration: 'span',
  phone: 'phone',
  email: 'email',
  reference: 'ref',
  figure: 'count',
}

/** Each sentence of the articles with a value in it, a little differently said, beside all that stands in its article and in its neighbours. */
export function articleAnswers(cut: Cut, random: Random): Reference[] {
  return trades[cut].flatMap((trade) => {
    const articles = readArticles(trade)
    return articles.flatMap(({ title, body }, index) => {
      const near = [0, 1, 2].map((step) => articles[(index + step) % articles.length]!)
      const given = near.map(({ title, body }) => `${title}\n${body}`)
      return body
        .split('\n')
        .flatMap(sentencesOf)
        .flatMap((sentence) => answerOf(sentence, { title, given }, random) ?? [])
    })
  })
}

function answerOf(
  sentence: string,
  { title, given }: { title: string; given: string[] },
  random: Random,
): Reference | null {
  const frame = pick(frames, random)
  const said = asWords.reduce((text, [from, to]) => text.replace(from, to), sentence.replace(/^[-*#\s]+/, ''))
  const values: Value[] = []
  let answer = frame
  let from = 0
  for (const { kind, text, at, end } of findClaims(said, today)) {
    const known = kindOf[kind]
    answer += said.slice(from, at)
    const written = known ? rewritten[known](text, random) : text
    if (known) values.push({ kind: weekdays.includes(text) ? 'weekday' : known, at: answer.length, text: written })
    answer += written
    from = end
  }
  answer += said.slice(from)
  return values.length && title ? { given, answer: answer.trim(), values } : null
}
