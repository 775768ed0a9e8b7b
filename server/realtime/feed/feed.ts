import type { FeedChoices, FeedCounters, FeedRow, FeedWindow } from '../../../protocol/frames.ts'
import { choicesOf, Counters } from './feed-counters.ts'
import { filterOf, orderKey } from './feed-filter.ts'
import { Order } from './feed-order.ts'
import { Standing } from './feed-row.ts'
import { View, type Pulse } from './feed-view.ts'
import type { Reader } from '../hub.ts'
import type { Live } from '../live.ts'

/** Where the rows come from: the live picture, or what a benchmark makes of it. */
export type Rows = Pick<Live, 'ids' | 'row' | 'said' | 'subscribe'>

/** At most four pictures a second. */
const pace = 250

/**
 * Shows each operator the part of the Live Feed that is on their screen. Membership and order are decided here, never in a browser.
 * Between two ticks it stands still: whoever comes then is told the picture of the last tick, with its time.
 */
export class Feed {
  private readonly live: Rows
  private readonly moved = new Set<string>()
  private readonly standings = new Map<string, Standing>()
  private readonly counters = new Counters()
  private readonly orders = new Map<string, Order>()
  private readonly views = new Map<string, View>()
  private readonly looking = new Map<Reader, string>()
  private asOf = Date.now()
  private timer: NodeJS.Timeout | null = null
  private unsubscribe = () => {}

  constructor(live: Rows) {
    this.live = live
  }

  start(): void {
    for (const id of this.live.ids()) this.moved.add(id)
    this.unsubscribe = this.live.subscribe((id) => this.moved.add(id))
    this.settle()
    this.beat(performance.now() + pace)
  }

  stop(): void {
    this.unsubscribe()
    if (this.timer) clearTimeout(this.timer)
  }

  show(reader: Reader, me: string, generation: number, window: FeedWindow | null): void {
    const before = this.looking.get(reader)
    if (!window) return this.forget(reader)
    const key = `${orderKey(window, me)} ${window.offset} ${window.limit}`
    this.looking.set(reader, key)
    this.viewOf(key, window, me).join(reader, generation, this.pulse())
    // Left only now, so that an order is not dropped and made again by a reader who scrolls.
    if (before !== undefined && before !== key) this.leave(reader, before)
  }

  forget(reader: Reader): void {
    const key = this.looking.get(reader)
    this.looking.delete(reader)
    if (key !== undefined) this.leave(reader, key)
  }

  /** One look through a window. */
  look(window: FeedWindow, me: string): { total: number; rows: FeedRow[]; counters: FeedCounters; asOf: number } {
    this.settle()
    const { standings } = this.orders.get(orderKey(window, me)) ?? this.makeOrder(window, me)
    const rows = standings.slice(window.offset, window.offset + window.limit).map(({ row }) => row)
    return { total: standings.length, rows, counters: this.counters.now(), asOf: this.asOf }
  }

  choices(): FeedChoices {
    this.settle()
    return choicesOf(this.standings.values())
  }

  /** On the beat, however late the last one was: an interval would fall behind by each lateness. Beats that were missed are not made up for. */
  private beat(due: number): void {
    this.timer = setTimeout(() => {
      this.tick()
      const missed = Math.ceil((performance.now() - due) / pace)
      this.beat(due + pace * Math.max(1, missed))
    }, due - performance.now())
  }

  /** Once each `pace`; public for the benchmark that weighs it. */
  tick(): void {
    this.settle()
    const pulse = this.pulse()
    for (const view of this.views.values()) view.tell(pulse)
  }

  private pulse(): Pulse {
    return { counters: this.counters.text, asOf: this.asOf }
  }

  /** Brings every order up to this moment. */
  private settle(): void {
    this.asOf = Date.now()
    if (!this.moved.size) return
    const changed = [...this.moved]
      .flatMap((id) => [this.letGo(id), this.renew(id)])
      .filter((standing) => standing !== null)
    this.moved.clear()
    for (const order of this.orders.values()) order.settle(changed)
  }

  private letGo(id: string): Standing | null {
    const standing = this.standings.get(id)
    if (!standing) return null
    standing.outdated = true
    this.standings.delete(id)
    this.counters.drop(standing)
    return standing
  }

  private renew(id: string): Standing | null {
    const row = this.live.row(id)
    if (!row) return null
    const standing = new Standing(row, this.live.said(id))
    this.standings.set(id, standing)
    this.counters.add(standing)
    return standing
  }

  private viewOf(key: string, window: FeedWindow, me: string): View {
    let view = this.views.get(key)
    if (!view) {
      view = new View(this.orderFor(window, me), window.offset, window.limit)
      this.views.set(key, view)
    }
    return view
  }

  /** The same filter and sort is kept in order once, however many look through it. */
  private orderFor(window: FeedWindow, me: string): Order {
    const key = orderKey(window, me)
    let order = this.orders.get(key)
    if (!order) {
      order = this.makeOrder(window, me)
      this.orders.set(key, order)
    }
    return order
  }

  private makeOrder(window: FeedWindow, me: string): Order {
    return new Order(filterOf(window, me), window.sort, this.standings.values())
  }

  /** What nobody looks at any more is no longer kept. */
  private leave(reader: Reader, key: string): void {
    const view = this.views.get(key)
    if (!view?.leave(reader)) return
    this.views.delete(key)
    const looked = new Set([...this.views.values()].map(({ order }) => order))
    for (const [name, order] of this.orders) if (!looked.has(order)) this.orders.delete(name)
  }
}
