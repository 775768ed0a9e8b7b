import type { ClaimKind } from '../../protocol/agents/claims.ts'
import type { Claim, Meaning } from './claim.ts'
import { datePattern, readDate } from './dates.ts'
import { digits, numberWords, valuesOf } from './numbers.ts'
import { absolutePattern, readAbsolute } from './absolutes.ts'

/** More than this of one text is not read: nobody writes a longer answer, and each sentence has to stay cheap. */
const longest = 20_000

const number = `(?:${digits}|(?:${numberWords})(?=\\s))`
const range = String.raw`(?:\s?(?:-|–|—|to|and|or)\s?${number})?`
const currency = String.raw`(?:US\$|[$€£¥₹₽]|(?:USD|EUR|GBP|CHF|JPY|CAD|AUD|INR)\b)`
const money = String.raw`(?:USD|EUR|GBP|CHF|JPY|CAD|AUD|INR|euros?|dollars?|pounds?|cents?|pence|francs?|bucks|rupees|[$€£¥₹₽])(?![\p{L}])`
const span = String.raw`(?:(?:business|working|calendar|full|whole|more|further)[\s-])?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|months?|years?|yrs?)\b`

/** Each way to write a claim, most telling first; what an earlier one took, no later one reads. */
const writings: Record<ClaimKind | 'address', string> = {
  address: String.raw`https?:\/\/[^\s)\]]{1,2000}`,
  email: String.raw`[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}`,
  date: String.raw`\b(?:${datePattern})\b`,
  time: String.raw`\b\d{1,2}(?:[:.]\d{2})?\s?(?:a\.?m\b\.?|p\.?m\b\.?|o['’]clock\b)|\b\d{1,2}:\d{2}\b|\b(?:noon|midnight)\b`,
  sum: String.raw`${currency}\s?${digits}${range}|\b${number}${range}\s?${money}`,
  percentage: String.raw`\b${number}${range}\s?(?:%|per\s?cent\b)`,
  duration: String.raw`\b${number}${range}[\s-]?${span}`,
  reference: String.raw`#\d{2,20}\b|\b(?=[A-Z\d-]{0,30}\d{3})[A-Z]{1,8}[-–]?\d[A-Z\d-]{2,30}\b`,
  phone: String.raw`(?<![\w.])(?:\+|\(?0)[\d()][\d\s().\/-]{5,22}\d\b`,
  absolute: absolutePattern,
  figure: String.raw`(?<![\p{L}\d_.,-])${digits}(?:\.\d{1,4}){0,3}(?![\p{L}\d_])`,
}

const kinds = Object.keys(writings) as (keyof typeof writings)[]
const anyClaim = new RegExp(kinds.map((kind) => `(?<${kind}>${writings[kind]})`).join('|'), 'giu')
/** References are written in capitals; everything else in any case. */
const isReference = /^#|^[A-Z]/u
/** "1. Open the lid": numbers of steps are no statements. */
const listMark = /(?:^|\n)[ \t]{0,20}(?:step\s)?$/iu

/** All claims of a text in their order, as seen on the given day. Linear in the text, and blind behind its ceiling. */
export function findClaims(text: string, now: Date): Claim[] {
  const read = text.slice(0, longest)
  return [...read.matchAll(anyClaim)].flatMap((match) => {
    const kind = kinds.find((name) => match.groups?.[name] !== undefined)
    const said = match[0].trimEnd()
    if (!kind || kind === 'address' || saysNothing(kind, said, read, match.index)) return []
    const meaning = meaningOf(kind, said, now)
    return meaning.needs.length
      ? [{ kind, text: said, at: match.index, end: match.index + said.length, ...meaning }]
      : []
  })
}

/** What only looks like a claim: the number of a step, a word that is no reference, "a day" in "9 euros a day". */
function saysNothing(kind: ClaimKind, said: string, text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 30), at)
  if (kind === 'figure') return isListMark(said, before, text.slice(at + said.length, at + said.length + 3))
  if (kind === 'reference') return !isReference.test(said)
  return (
    kind === 'duration' &&
    /^an?\s/iu.test(said) &&
    !/\b(?:within|in|after|for|takes?|lasts?|until)\s$/iu.test(before)
  )
}

function isListMark(said: string, before: string, after: string): boolean {
  if (!/^\d{1,3}$/.test(said)) return false
  if (/\bsteps?\s$/iu.test(before)) return true
  return (
    (listMark.test(before) && /^[.):]/.test(after)) ||
    (/(?:^|[.:!?])\s$/.test(before) && /^[.)]\s\p{Lu}/u.test(after))
  )
}

function meaningOf(kind: ClaimKind, text: string, now: Date): Meaning {
  if (kind === 'date') return readDate(text, now)
  const needs = readers[kind](text)
  return { needs, offers: needs.flat() }
}

/** What is said, as groups of which one key each is needed. */
const readers: Record<Exclude<ClaimKind, 'date'>, (text: string) => string[][]> = {
  email: (text) => [[`email ${text.toLowerCase()}`]],
  reference: (text) => [[`reference ${text.replace(/^#/, '').replaceAll('–', '-').toUpperCase()}`]],
  phone: (text) => {
    const dialled = text.replaceAll(/\D/g, '').replace(/^0+/, '')
    return dialled.length < 6 ? [] : [[`phone ${dialled}`]]
  },
  absolute: (text) => [readAbsolute(text)],
  time: (text) => [[readTime(text)]],
  sum: (text) => numbersIn(text).map((values) => values.map((value) => `sum ${currencyOf(text)} ${value}`)),
  percentage: (text) => numbersIn(text).map((values) => values.map((value) => `percent ${value}`)),
  duration: readDuration,
  figure: (text) =>
    /\.\d+\./.test(text) ? [[`version ${text}`]] : [valuesOf(text).map((value) => `number ${value}`)],
}

/** Each number of the text, with all that it may mean. */
function numbersIn(text: string): number[][] {
  const found = text.match(anyNumber) ?? []
  return found.map(valuesOf).filter((values) => values.length)
}

const anyNumber = new RegExp(`${digits}|\\b(?:${numberWords})\\b`, 'giu')

const currencies: [RegExp, string][] = [
  [/€|eur/iu, 'EUR'],
  [/£|gbp|pound|pence/iu, 'GBP'],
  [/¥|jpy/iu, 'JPY'],
  [/₹|inr|rupee/iu, 'INR'],
  [/chf|franc/iu, 'CHF'],
  [/cent/iu, 'cent'],
]

function currencyOf(text: string): string {
  return currencies.find(([sign]) => sign.test(text))?.[1] ?? '$'
}

function readTime(text: string): string {
  const lower = text.toLowerCase()
  if (lower === 'noon') return 'time 12:00'
  if (lower === 'midnight') return 'time 0:00'
  const [, hour = '', minute = '00'] = /(\d{1,2})(?:[:.](\d{2}))?/.exec(lower) ?? []
  const half = /([ap])\.?m/.exec(lower)?.[1]
  const clock = half ? (Number(hour) % 12) + (half === 'p' ? 12 : 0) : Number(hour)
  return `time ${clock}:${minute}`
}

/** A unit as so many of the smallest that is surely the same: a week is 168 hours, but a month is no 30 days. */
const units: [RegExp, string, number][] = [
  [/(?:business|working)[\s-]weeks?$/iu, 'business days', 5],
  [/(?:business|working)[\s-]\w+$/iu, 'business days', 1],
  [/\bsec\w*$/iu, 'minutes', 1 / 60],
  [/\bmin\w*$/iu, 'minutes', 1],
  [/\b(?:hour|hr)s?$/iu, 'minutes', 60],
  [/\bnights?$/iu, 'nights', 1],
  [/\bdays?$/iu, 'minutes', 1440],
  [/\bweeks?$/iu, 'minutes', 10_080],
  [/\bmonths?$/iu, 'months', 1],
  [/\b(?:year|yr)s?$/iu, 'months', 12],
]

function readDuration(text: string): string[][] {
  const [, unit, factor] = units.find(([pattern]) => pattern.test(text)) ?? [null, 'minutes', 1]
  const keyOf = (value: number) => `${unit} ${Math.round(value * factor * 1000) / 1000}`
  return numbersIn(text).map((values) => values.map(keyOf))
}
