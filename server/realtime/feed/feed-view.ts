import type { Reader } from '../hub.ts'
import type { Order } from './feed-order.ts'
import type { Standing } from './feed-row.ts'

/** Once each second even when nothing moved, so that "live" is proven rather than believed. */
const proof = 1000

/** What every frame of one tick says: the counters as JSON, and the time for which it is true. */
export interface Pulse {
  counters: string
  asOf: number
}

/** One part of one order, and all who look at it. What changed in it is worked out and written once, however many they are. */
export class View {
  readonly order: Order
  private readonly offset: number
  private readonly limit: number
  private readonly readers = new Map<Reader, number>()
  private shown: readonly Standing[]
  private total: number
  private counters: string | null = null
  private toldAt = performance.now()

  constructor(order: Order, offset: number, limit: number) {
    this.order = order
    this.offset = offset
    this.limit = limit
    this.shown = this.part()
    this.total = order.standings.length
  }

  /** From now on `reader` looks at it too, and is told all of it first. `generation` comes back in each of its frames. */
  join(reader: Reader, generation: number, pulse: Pulse): void {
    this.readers.set(reader, generation)
    reader.send(textOf(generation, this.write(this.shown, true, pulse)))
  }

  /** True when nobody is left. */
  leave(reader: Reader): boolean {
    this.readers.delete(reader)
    return !this.readers.size
  }

  /** Tells what changed since the last time, if anything did or the proof is due. */
  tell(pulse: Pulse): void {
    const before = this.shown
    const known = new Set(before)
    const { standings } = this.order
    this.shown = this.part()
    const changed = this.shown.filter((standing) => !known.has(standing))
    const moved =
      this.shown.length !== before.length || this.shown.some(({ row }, place) => row.id !== before[place]!.row.id)
    const isNews =
      moved || changed.length > 0 || standings.length !== this.total || pulse.counters !== this.counters
    if (!isNews && performance.now() - this.toldAt < proof) return
    this.total = standings.length
    this.counters = pulse.counters
    this.toldAt = performance.now()
    const rest = this.write(changed, moved, pulse)
    for (const [reader, generation] of this.readers) reader.send(textOf(generation, rest))
  }

  private part(): readonly Standing[] {
    return this.order.standings.slice(this.offset, this.offset + this.limit)
  }

  private write(rows: readonly Standing[], order: boolean, { counters, asOf }: Pulse): string {
    const ids = order ? `"ids":${JSON.stringify(this.shown.map(({ row }) => row.id))},` : ''
    return `"total":${this.total},${ids}"rows":[${rows.map(({ text }) => text).join()}],"counters":${counters},"asOf":${asOf}}`
  }
}

const textOf = (generation: number, rest: string) => `{"type":"feed","generation":${generation},${rest}`
