import type { Meaning } from './claim.ts'

/** Sunday first, as JavaScript counts. */
const names: string[][] = [
  ['sunday', 'sonntag', 'domingo'],
  ['monday', 'montag', 'lunes'],
  ['tuesday', 'dienstag', 'martes'],
  ['wednesday', 'mittwoch', 'miércoles', 'miercoles'],
  ['thursday', 'donnerstag', 'jueves'],
  ['friday', 'freitag', 'viernes'],
  ['saturday', 'samstag', 'sábado', 'sonnabend'],
]
const short = ['sun', 'mon', 'tues?', 'wed', 'thu(?:rs?)?', 'fri', 'sat']

const full = `(?:${names.flat().join('|')})s?`
const brief = String.raw`(?:${short.join('|')})\.?`
const to = String.raw`(?:\s?[-–—]\s?|\s(?:to|through|thru|until|till|bis|a)\s)`

/** Short names only where they can be nothing else: in a stretch of days, or before a time. "Sat" and "sun" are words. */
export const weekdayPattern = [
  String.raw`(?:${full}|${brief})${to}(?:${full}|${brief})(?![\p{L}])`,
  String.raw`weekdays|weekends?`,
  String.raw`${full}(?![\p{L}])`,
  String.raw`${brief}(?=,?\s?(?:[-–/&]|\d{1,2}[:.]\d{2}))`,
].join('|')

/** The days that the text names: one, or the first and the last of a stretch. */
export function weekdaysIn(text: string): number[] {
  const lower = text.toLowerCase()
  if (lower.startsWith('weekday')) return [1, 5]
  if (lower.startsWith('weekend')) return [6, 0]
  const ends = lower.split(new RegExp(`${to}(?=\\p{L}{3})`, 'u')).map(weekdayOf)
  return ends.every((day) => day >= 0) ? ends : []
}

function weekdayOf(text: string): number {
  const index = names.findIndex((ways) => ways.some((name) => text.startsWith(name)))
  return index >= 0 ? index : short.findIndex((pattern) => new RegExp(`^${pattern}\\b`, 'u').test(text))
}

/** Both ends are needed, and every day between them is said. */
export function readWeekdays(days: number[], oneOf: (day: number) => Meaning): Meaning {
  const [first, last = first] = days as [number, number?]
  const length = (last! - first + 7) % 7
  const all = Array.from({ length: length + 1 }, (_, step) => oneOf((first + step) % 7))
  return {
    needs: [...new Set(days)].flatMap((day) => oneOf(day).needs),
    offers: all.flatMap(({ offers }) => offers),
  }
}
