import type { Meaning } from './claim.ts'
import { readWeekdays, weekdayPattern, weekdaysIn } from './weekdays.ts'

/** By their first three letters, in each language. */
const monthsByStart = new Map(
  'jan feb mar apr may jun jul aug sep oct nov dec|jan feb mär apr mai jun jul aug sep okt nov dez|ene feb mar abr may jun jul ago sep oct nov dic'
    .split('|')
    .flatMap((year) => year.split(' ').map((start, index): [string, number] => [start, index + 1])),
)

const month = `(?:${[
  'jan(?:uary?|uar)?|feb(?:ruary?|rero)?|mar(?:ch|zo)?|märz?|apr(?:il)?|may|mai|mayo|jun[ei]?|junio|jul[yi]?|julio|aug(?:ust)?|sept?(?:iembre|ember)?',
  'oct(?:ober|ubre)?|okt(?:ober)?|nov(?:ember|iembre)?|dec(?:ember)?|dez(?:ember)?|enero|abr(?:il)?|agosto|dic(?:iembre)?',
].join('|')})(?![\\p{L}])`
const day = String.raw`\d{1,2}(?:st|nd|rd|th)?`
const year = String.raw`(?:(?:,|\sde|\sof)?\s\d{4})?`
const relatives = String.raw`day after tomorrow|tomorrow|yesterday|today|tonight|heute|gestern|(?<!\b(?:am|guten|jeden|diesen)\s)morgen|hoy|ayer|pasado mañana`

/** How days are written, for a regular expression with the flags "iu". */
export const datePattern = [
  String.raw`\d{4}-\d{2}-\d{2}\b`,
  String.raw`\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})(?!\d)`,
  String.raw`${day}\.?\s(?:of\s|de\s)?${month}\.?${year}`,
  String.raw`${month}\.?\s${day}\b(?!\s?%)${year}`,
  String.raw`${month}\s\d{4}\b`,
  String.raw`(?:${relatives})(?![\p{L}])`,
  weekdayPattern,
].join('|')

/** What the text means, as seen on the given day. */
export function readDate(text: string, now: Date): Meaning {
  const lower = text.toLowerCase()
  const shift = shifts[lower]
  if (shift !== undefined) return relative(lower, inDays(now, shift))
  const days = weekdaysIn(text)
  return days.length ? readWeekdays(days, (weekday) => onWeekday(weekday, now)) : written(lower, now)
}

/** The day that is so many days away: "in three days". */
export function keysInDays(days: number, now: Date): string[] {
  const { iso, inYear } = partsOf(inDays(now, days))
  return [`date ${iso}`, `undated ${inYear}`]
}

const shifts: Record<string, number> = {
  ...{ today: 0, tonight: 0, tomorrow: 1, yesterday: -1, 'day after tomorrow': 2 },
  ...{ heute: 0, morgen: 1, gestern: -1, hoy: 0, ayer: -1, 'pasado mañana': 2 },
}

function relative(word: string, date: Date): Meaning {
  const { iso, inYear, weekday } = partsOf(date)
  return {
    needs: [[`relative ${word}`, `date ${iso}`, `undated ${inYear}`, weekday]],
    offers: [`relative ${word}`, `date ${iso}`, `dated ${inYear}`, weekday],
  }
}

/** A weekday in a source is also the next day of that name. */
function onWeekday(weekday: number, now: Date): Meaning {
  const next = partsOf(inDays(now, (weekday - now.getUTCDay() + 7) % 7))
  return {
    needs: [[`weekday ${weekday}`]],
    offers: [`weekday ${weekday}`, `date ${next.iso}`, `dated ${next.inYear}`],
  }
}

function written(text: string, now: Date): Meaning {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (iso) return onDay(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const short = /^(\d{1,2})[./](\d{1,2})[./](\d{2,4})$/.exec(text)
  if (short) return inFigures(Number(short[1]), Number(short[2]), Number(short[3]))
  const name = /\p{L}{3,}/u.exec(text.replaceAll(/\d(?:st|nd|rd|th)/g, '0'))?.[0] ?? ''
  const numbers = [...text.matchAll(/\d+/g)].map(([number]) => Number(number))
  const inMonth = monthsByStart.get(name.slice(0, 3)) ?? 0
  const saidYear = numbers.find((number) => number > 31)
  const dayOfMonth = numbers.find((number) => number <= 31)
  if (dayOfMonth === undefined && saidYear)
    return { needs: [[monthKey(saidYear, inMonth)]], offers: [monthKey(saidYear, inMonth)] }
  return saidYear === undefined
    ? onUndatedDay(inMonth, dayOfMonth ?? 0, now)
    : onDay(saidYear, inMonth, dayOfMonth ?? 0)
}

/** "03/04/26" is in March or in April; both are what it may mean. */
function inFigures(first: number, second: number, yearWritten: number): Meaning {
  const fullYear = yearWritten < 100 ? 2000 + yearWritten : yearWritten
  const readings = [onDay(fullYear, second, first), onDay(fullYear, first, second)]
  return {
    needs: [readings.flatMap(({ needs }) => needs.flat())],
    offers: readings.flatMap(({ offers }) => offers),
  }
}

function onDay(inYear: number, inMonth: number, dayOfMonth: number): Meaning {
  const date = dateOf(inYear, inMonth, dayOfMonth)
  if (!date) return impossible
  const { iso, inYear: short, weekday } = partsOf(date)
  return {
    needs: [[`date ${iso}`, `undated ${short}`]],
    offers: [`date ${iso}`, `dated ${short}`, weekday, monthKey(inYear, inMonth)],
  }
}

function onUndatedDay(inMonth: number, dayOfMonth: number, now: Date): Meaning {
  const date = dateOf(now.getUTCFullYear(), inMonth, dayOfMonth)
  if (!date) return impossible
  const { inYear: short, weekday } = partsOf(date)
  return { needs: [[`undated ${short}`, `dated ${short}`]], offers: [`undated ${short}`, weekday] }
}

const monthKey = (inYear: number, inMonth: number) => `month ${inYear}-${inMonth}`

/** No source can support the 54th of December. */
const impossible: Meaning = { needs: [['no such day']], offers: [] }

function dateOf(inYear: number, inMonth: number, dayOfMonth: number): Date | null {
  if (inMonth < 1 || inMonth > 12 || dayOfMonth < 1 || dayOfMonth > 31) return null
  const date = new Date(Date.UTC(inYear, inMonth - 1, dayOfMonth))
  return date.getUTCDate() === dayOfMonth ? date : null
}

function partsOf(date: Date): { iso: string; inYear: string; weekday: string } {
  const iso = date.toISOString().slice(0, 10)
  return { iso, inYear: iso.slice(5), weekday: `weekday ${date.getUTCDay()}` }
}

function inDays(now: Date, days: number): Date {
  return new Date(now.getTime() + days * 86_400_000)
}
