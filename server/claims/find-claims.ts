import type { ClaimKind } from '../../protocol/agents/claims.ts'
import type { Claim, Meaning } from './claim.ts'
import { datePattern, keysInDays, readDate } from './dates.ts'
import { digits, numberWords, valuesOf } from './numbers.ts'
import { absolutePattern, readAbsolute } from './absolutes.ts'
import { rateOf } from './rates.ts'
import {
  currencyBefore,
  currencyBehind,
  currencyOf,
  measureKey,
  measurePattern,
  spanOf,
  spanPattern,
} from './units.ts'

/** More than this of one text is not read: nobody writes a longer answer, and each sentence has to stay cheap. */
const longest = 20_000

const number = `(?:${digits}|(?:${numberWords})(?=[\\s-]))`
const range = String.raw`(?:\s?(?:-|–|—|to|and|or)\s?${number})?`
const rate = String.raw`(?:\s?(?:\/|per\s|pro\s|por\s|al\s|im\s|each\s|every\s|an?\s)\s?(?:hour|hr|day|night|week|month|year|stunde|tag|nacht|woche|monat|jahr|hora|d[ií]a|noche|semana|mes|año)(?![\p{L}])|\s(?:hourly|daily|nightly|weekly|monthly|yearly|annually|monatlich|jährlich|mensuales|anuales)(?![\p{L}]))`
const rateEnd = new RegExp(`${rate}$`, 'iu')

/** Each way to write a claim, most telling first; what an earlier one took, no later one reads. */
const writings: Record<ClaimKind | 'address' | 'measure', string> = {
  address: String.raw`https?:\/\/[^\s)\]]{1,2000}`,
  email: String.raw`[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}`,
  date: String.raw`(?<![\p{L}\d])(?:${datePattern})`,
  time: String.raw`\b\d{1,2}(?:[:.]\d{2})?\s?(?:a\.?m\b\.?|p\.?m\b\.?|o['’]clock\b)|\b\d{1,2}:\d{2}\b|\b\d{1,2}(?:\.\d{2})?\suhr\b|\b(?:noon|midnight)\b`,
  sum: String.raw`(?:${currencyBefore}\s?${digits}${range}|\b${number}${range}\s?${currencyBehind})${rate}?`,
  percentage: String.raw`\b${number}${range}\s?(?:%|per\s?cent\b|prozent\b|por ciento\b)`,
  duration: String.raw`\b${number}${range}[\s-]?(?:${spanPattern})|\b(?:same|next)[\s-](?:business\s|working\s)?(?:day|week|month|year)\b|\bovernight\b`,
  measure: String.raw`(?<![\p{L}\d_.,-])${digits}${range}\s?${measurePattern}`,
  reference: String.raw`#\d{2,20}\b|\b(?=[A-Z\d-]{0,30}\d{3})[A-Z]{1,8}[-–]?\d[A-Z\d-]{2,30}\b`,
  phone: String.raw`(?<![\w.])(?:\+|\(?0)[\d()][\d\s().\/-]{5,22}\d\b|(?<![\w.-])(?:1[-.\s])?\(?\d{3}\)?[-.\s]\d{3}[-.\s]\d{4}\b`,
  absolute: absolutePattern,
  figure: String.raw`(?<![\p{L}\d_.,-])${digits}(?:\.\d{1,4}){0,3}(?![\p{L}\d_])`,
}

type Written = Exclude<keyof typeof writings, 'address'>
const writtenAs = Object.keys(writings) as (keyof typeof writings)[]
const anyClaim = new RegExp(writtenAs.map((kind) => `(?<${kind}>${writings[kind]})`).join('|'), 'giu')
/** References are written in capitals; everything else in any case. */
const isReference = /^#|^[A-Z]/u
/** "1. Open the lid": numbers of steps are no statements. */
const listMark = /(?:^|\n)[ \t]{0,20}(?:step\s)?$/iu

/** All claims of a text in their order, as seen on the given day. Linear in the text, and blind behind its ceiling. */
export function findClaims(text: string, now: Date): Claim[] {
  const read = text.slice(0, longest)
  return [...read.matchAll(anyClaim)].flatMap((match) => {
    const written = writtenAs.find((name) => match.groups?.[name] !== undefined)
    // The dot of "3 Dec." may be that of the sentence.
    const said = written === 'date' ? match[0].replace(/\.$/, '') : match[0].trimEnd()
    if (!written || written === 'address' || saysNothing(written, said, read, match.index)) return []
    const meaning = meaningOf(written, said, now)
    const kind = written === 'measure' ? 'figure' : written
    if (written === 'duration' && /\bin\s$/iu.test(read.slice(Math.max(0, match.index - 4), match.index)))
      addDay(meaning, said, now)
    const rate = kind === 'sum' ? rateOf(said) : null
    return meaning.needs.length
      ? [{ kind, text: said, at: match.index, end: match.index + said.length, rate, ...meaning }]
      : []
  })
}

/** "In three days" is a day, too. */
function addDay(meaning: Meaning, said: string, now: Date): void {
  const minutes = /^minutes (\d+)$/.exec(meaning.needs[0]?.[0] ?? '')?.[1]
  if (meaning.needs.length !== 1 || !minutes || Number(minutes) % 1440) return
  meaning.needs[0]!.push(...keysInDays(Number(minutes) / 1440, now))
}

/** What only looks like a claim: the number of a step, a word that is no reference, "a day" in "9 euros a day". */
function saysNothing(kind: Written, said: string, text: string, at: number): boolean {
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

function meaningOf(kind: Written, text: string, now: Date): Meaning {
  if (kind === 'date') return readDate(text, now)
  const said = kind === 'sum' ? text.replace(rateEnd, '') : text
  const needs = readers[kind](said)
  // A bare number may be measured in what its heading says; one that has a unit is no bare number.
  const offers = needs.flat().filter((key) => kind === 'figure' || !key.startsWith('bare '))
  return { needs, offers: [...offers, ...numbersSaid(kind, said)] }
}

/** An answer may leave the unit of a number to what was asked, or say it in a language that is not read. */
function numbersSaid(kind: Written, text: string): string[] {
  if (kind === 'time') return [hourOf(readTime(text)), hourOf(readTime(text)) % 12].map((hour) => `number ${hour}`)
  if (!withUnit.has(kind)) return []
  return numbersIn(text).flatMap((values) => values.map((value) => `number ${value}`))
}

const withUnit = new Set<Written>(['sum', 'percentage', 'duration', 'measure'])

/** What is said, as groups of which one key each is needed. */
const readers: Record<Exclude<Written, 'date'>, (text: string) => string[][]> = {
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
  // A table may leave the unit to its heading.
  measure: (text) =>
    numbersIn(text).map((values) => values.flatMap((value) => [measureKey(value, text), `bare ${value}`])),
  figure: (text) =>
    /\.\d+\./.test(text)
      ? [[`version ${text}`]]
      : [valuesOf(text).flatMap((value) => [`number ${value}`, `bare ${value}`])],
}

/** Each number of the text, with all that it may mean. */
function numbersIn(text: string): number[][] {
  const found = text.match(anyNumber) ?? []
  return found.map(valuesOf).filter((values) => values.length)
}

const anyNumber = new RegExp(`${digits}|(?<![\\p{L}])(?:${numberWords})(?![\\p{L}])`, 'giu')

const hourOf = (key: string) => Number(/\d+/.exec(key)?.[0])

function readTime(text: string): string {
  const lower = text.toLowerCase()
  if (lower === 'noon') return 'time 12:00'
  if (lower === 'midnight') return 'time 0:00'
  const [, hour = '', minute = '00'] = /(\d{1,2})(?:[:.](\d{2}))?/.exec(lower) ?? []
  const half = /([ap])\.?m/.exec(lower)?.[1]
  const clock = half ? (Number(hour) % 12) + (half === 'p' ? 12 : 0) : Number(hour)
  return `time ${clock}:${minute}`
}

function readDuration(text: string): string[][] {
  const swift = /^(?:(same|next)[\s-](?:\w+\s)?(\w+)|overnight)$/iu.exec(text)
  if (swift) return [[`${swift[1] ?? 'next'} ${swift[2] ?? 'day'}`.toLowerCase()]]
  const { unit, factor } = spanOf(text)
  const keyOf = (value: number) => `${unit} ${Math.round(value * factor * 1000) / 1000}`
  return numbersIn(text).map((values) => values.map(keyOf))
}
