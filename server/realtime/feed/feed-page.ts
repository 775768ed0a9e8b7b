import type { Reader } from '../reader.ts'
import type { Order } from './sorted-feed.ts'
import type { FeedRowSnapshot } from './feed-row.ts'

/** Once each second even when nothing moved, so that "live" is proven rather than believed. */
const heartbeatMs = 1000

/** What every frame of one tick says: the counters as JSON, and the time for which it is true. */
export interface FeedStats {
  counters: string
  asOf: number
}

/** One part of one order, and all who look at it. What changed in it is worked out and written once, however many they are. */
export class FeedPage {
  readonly order: Order
  readonly #offset: number
  readonly #limit: number
  readonly #readers = new Map<Reader, number>()
  #shown: readonly FeedRowSnapshot[]
  #total: number
  #counters: string | null = null
  #publishedAt = performance.now()

  constructor(order: Order, offset: number, limit: number) {
    this.order = order
    this.#offset = offset
    this.#limit = limit
    this.#shown = this.#part()
    this.#total = order.total
  }

  /** From now on `reader` looks at it too, and is told all of it first. `generation` comes back in each of its frames. */
  join(reader: Reader, generation: number, stats: FeedStats): void {
    this.#readers.set(reader, generation)
    reader.send(textOf(generation, this.#write(this.#shown, true, stats)))
  }

  /** True when nobody is left. */
  leave(reader: Reader): boolean {
    this.#readers.delete(reader)
    return !this.#readers.size
  }

  /** Tells what changed since the last time, if anything did or the proof is due. */
  publish(stats: FeedStats): void {
    const before = this.#shown
    const known = new Set(before)
    this.#shown = this.#part()
    const changed = this.#shown.filter((snapshot) => !known.has(snapshot))
    const moved =
      this.#shown.length !== before.length || this.#shown.some(({ row }, place) => row.id !== before[place]!.row.id)
    const isNews =
      moved || changed.length > 0 || this.order.total !== this.#total || stats.counters !== this.#counters
    if (!isNews && performance.now() - this.#publishedAt < heartbeatMs) return
    this.#total = this.order.total
    this.#counters = stats.counters
    this.#publishedAt = performance.now()
    const rest = this.#write(changed, moved, stats)
    for (const [reader, generation] of this.#readers) reader.send(textOf(generation, rest))
  }

  #part(): readonly FeedRowSnapshot[] {
    return this.order.part(this.#offset, this.#limit)
  }

  #write(rows: readonly FeedRowSnapshot[], order: boolean, { counters, asOf }: FeedStats): string {
    const ids = order ? `"ids":${JSON.stringify(this.#shown.map(({ row }) => row.id))},` : ''
    return `"total":${this.#total},${ids}"rows":[${rows.map(({ text }) => text).join()}],"counters":${counters},"asOf":${asOf}}`
  }
}

const textOf = (generation: number, rest: string) => `{"type":"feed","generation":${generation},${rest}`
