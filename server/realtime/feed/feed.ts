import type { FeedChoices, FeedCounters, FeedRow, FeedWindow } from '../../../protocol/frames.ts'
import { choicesOf, Counters } from './feed-counters.ts'
import { filterOf, orderKey } from './feed-filter.ts'
import { HeldRows } from './held-rows.ts'
import { OthersFeed } from './others-feed.ts'
import { attentionOfAnybody, SortedFeed, type Compare, type Order } from './sorted-feed.ts'
import { FeedRowSnapshot } from './feed-row.ts'
import { FeedPage, type FeedStats } from './feed-page.ts'
import type { Reader } from '../reader.ts'
import type { Live } from '../live.ts'

/** Where the rows come from: the live picture, or what a benchmark makes of it. */
type Rows = Pick<Live, 'ids' | 'row' | 'said' | 'subscribe'>

/** At most four pictures a second. */
const tickIntervalMs = 250

/**
 * Shows each operator the part of the Live Feed that is on their screen. Membership and order are decided here, never in a browser.
 * Between two ticks it stands still: whoever comes then is told the picture of the last tick, with its time.
 */
export class Feed {
  readonly #live: Rows
  readonly #moved = new Set<string>()
  readonly #snapshots = new Map<string, FeedRowSnapshot>()
  readonly #counters = new Counters()
  readonly #sortedFeeds = new Map<string, SortedFeed>()
  readonly #pages = new Map<string, FeedPage>()
  readonly #held = new HeldRows()
  readonly #looking = new Map<Reader, string>()
  #asOf = Date.now()
  #timer: NodeJS.Timeout | null = null
  #unsubscribe = () => {}

  constructor(live: Rows) {
    this.#live = live
  }

  start(): void {
    for (const id of this.#live.ids()) this.#moved.add(id)
    this.#unsubscribe = this.#live.subscribe((id) => this.#moved.add(id))
    this.#settle()
    this.#beat(performance.now() + tickIntervalMs)
  }

  stop(): void {
    this.#unsubscribe()
    if (this.#timer) clearTimeout(this.#timer)
  }

  show(reader: Reader, me: string, generation: number, window: FeedWindow | null): void {
    const before = this.#looking.get(reader)
    if (!window) return this.forget(reader)
    const whose = window.holder === 'others' ? me : ''
    const key = `${orderKey(window, me)} ${whose} ${window.offset} ${window.limit}`
    this.#looking.set(reader, key)
    this.#pageFor(key, window, me).join(reader, generation, this.#pulse())
    this.#held.join(reader, me)
    // Left only now, so that an order is not dropped and made again by a reader who scrolls.
    if (before !== undefined && before !== key) this.#leave(reader, before)
  }

  forget(reader: Reader): void {
    const key = this.#looking.get(reader)
    this.#looking.delete(reader)
    this.#held.leave(reader)
    if (key !== undefined) this.#leave(reader, key)
  }

  /** One look through a window. */
  readPage(
    window: FeedWindow,
    me: string,
  ): { total: number; rows: FeedRow[]; counters: FeedCounters; asOf: number } {
    this.#settle()
    const order = asSeen(this.#sortedFeeds.get(orderKey(window, me)) ?? this.#sortFeed(window, me), window, me)
    const rows = order.part(window.offset, window.limit).map(({ row }) => row)
    return { total: order.total, rows, counters: this.#counters.now(), asOf: this.#asOf }
  }

  choices(): FeedChoices {
    this.#settle()
    return choicesOf(this.#snapshots.values())
  }

  /** On the beat, however late the last one was: an interval would fall behind by each lateness. Beats that were missed are not made up for. */
  #beat(due: number): void {
    this.#timer = setTimeout(() => {
      this.tick()
      const missed = Math.ceil((performance.now() - due) / tickIntervalMs)
      this.#beat(due + tickIntervalMs * Math.max(1, missed))
    }, due - performance.now())
  }

  /** Once each `pace`; public for the benchmark that weighs it. */
  tick(): void {
    this.#settle()
    const stats = this.#pulse()
    for (const view of this.#pages.values()) view.publish(stats)
    this.#held.publish()
  }

  #pulse(): FeedStats {
    return { counters: this.#counters.text, asOf: this.#asOf }
  }

  /** Brings every order up to this moment. */
  #settle(): void {
    this.#asOf = Date.now()
    if (!this.#moved.size) return
    const changed = [...this.#moved]
      .flatMap((id) => [this.#drop(id), this.#renew(id)])
      .filter((snapshot) => snapshot !== null)
    this.#moved.clear()
    const sorted = new Map<Compare, FeedRowSnapshot[]>()
    for (const order of this.#sortedFeeds.values()) {
      const known = sorted.get(order.compare) ?? changed.toSorted(order.compare)
      sorted.set(order.compare, known)
      order.settleSorted(known)
    }
  }

  #drop(id: string): FeedRowSnapshot | null {
    const snapshot = this.#snapshots.get(id)
    if (!snapshot) return null
    snapshot.outdated = true
    this.#snapshots.delete(id)
    this.#counters.drop(snapshot)
    this.#held.drop(snapshot)
    return snapshot
  }

  #renew(id: string): FeedRowSnapshot | null {
    const row = this.#live.row(id)
    if (!row) return null
    const snapshot = new FeedRowSnapshot(row, this.#live.said(id))
    this.#snapshots.set(id, snapshot)
    this.#counters.add(snapshot)
    this.#held.add(snapshot)
    return snapshot
  }

  #pageFor(key: string, window: FeedWindow, me: string): FeedPage {
    let view = this.#pages.get(key)
    if (!view) {
      view = new FeedPage(asSeen(this.#sortedFeedFor(window, me), window, me), window.offset, window.limit)
      this.#pages.set(key, view)
    }
    return view
  }

  /** The same filter and sort is kept in order once, however many look through it. */
  #sortedFeedFor(window: FeedWindow, me: string): SortedFeed {
    const key = orderKey(window, me)
    let order = this.#sortedFeeds.get(key)
    if (!order) {
      order = this.#sortFeed(window, me)
      this.#sortedFeeds.set(key, order)
    }
    return order
  }

  #sortFeed(window: FeedWindow, me: string): SortedFeed {
    const isShared = window.holder === 'others'
    const sort = isShared && window.sort === 'attention' ? attentionOfAnybody : window.sort
    return new SortedFeed(filterOf(window, me), sort, this.#snapshots.values(), isShared)
  }

  /** What nobody looks at any more is no longer kept. */
  #leave(reader: Reader, key: string): void {
    const view = this.#pages.get(key)
    if (!view?.leave(reader)) return
    this.#pages.delete(key)
    const looked = new Set([...this.#pages.values()].map(({ order }) => beneath(order)))
    for (const [name, order] of this.#sortedFeeds) if (!looked.has(order)) this.#sortedFeeds.delete(name)
  }
}

const asSeen = (order: SortedFeed, { holder, sort }: FeedWindow, me: string): Order =>
  holder === 'others' ? new OthersFeed(order, { me, byAttention: sort === 'attention' }) : order

const beneath = (order: Order) => (order instanceof OthersFeed ? order.beneath : order)
