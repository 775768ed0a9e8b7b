import type { Meaning } from './claim.ts'

const months = 'january february march april may june july august september october november december'.split(' ')
const weekdays = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ')

const month =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'
const day = String.raw`\d{1,2}(?:st|nd|rd|th)?`
const year = String.raw`(?:,?\s\d{4})?`

/** How days are written, for a regular expression with the flags "iu". */
export const datePattern = [
  String.raw`\d{4}-\d{2}-\d{2}`,
  String.raw`\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})(?!\d)`,
  String.raw`${day}\.?\s(?:of\s)?${month}\b\.?${year}`,
  String.raw`${month}\.?\s${day}\b(?!\s?%)${year}`,
  String.raw`(?:day after tomorrow|tomorrow|yesterday|today|tonight)`,
  String.raw`(?:mon|tues|wednes|thurs|fri|satur|sun)days?`,
].join('|')

/** What the text means, as seen on the given day. */
export function readDate(text: string, now: Date): Meaning {
  const lower = text.toLowerCase()
  const shift = shifts[lower]
  if (shift !== undefined) return relative(lower, inDays(now, shift))
  const weekday = weekdays.findIndex((name) => lower.startsWith(name))
  return weekday >= 0 ? onWeekday(weekday, now) : written(lower, now)
}

const shifts: Record<string, number> = { today: 0, tonight: 0, tomorrow: 1, yesterday: -1, 'day after tomorrow': 2 }

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
  const name = /[a-z]{3,}/.exec(text.replaceAll(/\d(?:st|nd|rd|th)/g, '0'))?.[0] ?? ''
  const numbers = [...text.matchAll(/\d+/g)].map(([number]) => Number(number))
  const index = months.findIndex((known) => known.startsWith(name.slice(0, 3)))
  const saidYear = numbers.find((number) => number > 31)
  const dayOfMonth = numbers.find((number) => number <= 31) ?? 0
  return saidYear === undefined ? onUndatedDay(index + 1, dayOfMonth, now) : onDay(saidYear, index + 1, dayOfMonth)
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
  return { needs: [[`date ${iso}`, `undated ${short}`]], offers: [`date ${iso}`, `dated ${short}`, weekday] }
}

function onUndatedDay(inMonth: number, dayOfMonth: number, now: Date): Meaning {
  const date = dateOf(now.getUTCFullYear(), inMonth, dayOfMonth)
  if (!date) return impossible
  const { inYear: short, weekday } = partsOf(date)
  return { needs: [[`undated ${short}`, `dated ${short}`]], offers: [`undated ${short}`, weekday] }
}

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
