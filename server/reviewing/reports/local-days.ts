import { sql, type RawBuilder } from 'kysely'
import type { Span } from './span.ts'
import { clockOf, localOf } from '../../ground/zone-clock.ts'

const day = 24 * 3_600_000
const hour = 3_600_000
const minute = 60_000

/** The days of a span where the reader is. A day there may have 23 or 25 hours. */
export class LocalDays {
  readonly #span: Span
  readonly #stretches: Stretch[]

  constructor(span: Span) {
    this.#span = span
    this.#stretches = stretchesOf(span)
  }

  /** On which day something was: days are numbered as if the local clock were UTC. */
  numberOf(column: 'completed_at' | 'at'): RawBuilder<number> {
    return sql<number>`${this.#local(column)} / ${sql.lit(day)}`
  }

  /** In which of the 24 hours something was, by the local clock. */
  hourOf(column: 'opened_at'): RawBuilder<number> {
    return sql<number>`(${this.#local(column)} / ${sql.lit(hour)}) % 24`
  }

  #local(column: string): RawBuilder<number> {
    const [last, ...earlier] = this.#stretches.toReversed()
    const shift = earlier.reduce(
      (rest, { until, shift }) =>
        sql<number>`case when ${sql.ref(column)} < ${sql.lit(until)} then ${sql.lit(shift)} else ${rest} end`,
      sql<number>`${sql.lit(last!.shift)}`,
    )
    return sql<number>`(${sql.ref(column)} + ${shift})`
  }

  /** Each day's number and when it begins. */
  *[Symbol.iterator](): Generator<{ number: number; start: number }> {
    const first = Math.floor((this.#span.from + this.#stretches[0]!.shift) / day)
    for (let number = first; this.#startOf(number) < this.#span.until; number++)
      yield { number, start: this.#startOf(number) }
  }

  /** Where midnight does not exist, the day begins when the clock is moved. */
  #startOf(number: number): number {
    let begin = -Infinity
    for (const { until, shift } of this.#stretches) {
      const start = Math.max(begin, number * day - shift)
      if (start < until) return start
      begin = until
    }
    throw new Error('The last stretch has no end')
  }
}

/** A time in which the local clock is `shift` ahead of UTC. */
interface Stretch {
  until: number
  shift: number
}

function stretchesOf({ from, until, zone }: Span): Stretch[] {
  const clock = clockOf(zone)
  const stretches: Stretch[] = []
  let at = from
  while (at < until) {
    const next = Math.min(at + day, until)
    const shift = shiftAt(clock, at)
    if (shift !== shiftAt(clock, next)) stretches.push({ until: changeBetween(clock, at, next), shift })
    at = next
  }
  return [...stretches, { until: Infinity, shift: shiftAt(clock, until) }]
}

function changeBetween(clock: Intl.DateTimeFormat, from: number, until: number): number {
  const before = shiftAt(clock, from)
  let [low, high] = [Math.floor(from / minute), Math.ceil(until / minute)]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (shiftAt(clock, middle * minute) === before) low = middle
    else high = middle
  }
  return high * minute
}

function shiftAt(clock: Intl.DateTimeFormat, at: number): number {
  const whole = Math.floor(at / 1000) * 1000
  return localOf(clock, whole) - whole
}
