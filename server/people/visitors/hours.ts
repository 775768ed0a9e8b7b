import type { BusinessHours } from '../../../protocol/people/hours.ts'
import { clockOf, localOf } from '../../ground/zone-clock.ts'

const minute = 60_000
const day = 24 * 60 * minute
/** So far ahead an opening is looked for: past it nobody waits. */
const mostDays = 60

/** When the team is there again; null while it is there, and where no hours are kept or none come. */
export function opensAgain(hours: BusinessHours | null, now: number): number | null {
  if (!hours) return null
  const clock = clockOf(hours.zone)
  const today = Math.floor(localOf(clock, now) / day)
  for (let number = today; number < today + mostDays; number++) {
    for (const { from, to } of stretchesOn(hours, number)) {
      const [start, end] = [instantOf(clock, number, from), instantOf(clock, number, to)]
      if (now < start) return start
      if (now < end) return null
    }
  }
  return null
}

/** As a visitor reads it: "Monday 7 December, 09:00 CET". */
export function spokenTime(at: number, zone: string, language: string): string {
  const locale = language === 'en' ? 'en-GB' : language
  return new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(at)
}

/** Of one day there, the earliest first. Days are numbered since 1970 as if the clock there were UTC; that one was a Thursday. */
function stretchesOn({ week, holidays }: BusinessHours, number: number): BusinessHours['week'][number] {
  const date = new Date(number * day).toISOString().slice(0, 10)
  return holidays.includes(date) ? [] : week[(number + 3) % 7]!.toSorted((a, b) => (a.from < b.from ? -1 : 1))
}

/** The moment at which the clock there shows this. Where it is moved just then, the shift of before decides. */
function instantOf(clock: Intl.DateTimeFormat, number: number, time: string): number {
  const local = number * day + (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * minute
  const guess = local - (localOf(clock, local) - local)
  return local - (localOf(clock, guess) - guess)
}
