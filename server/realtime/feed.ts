import type { Conversation, Mood } from '../../protocol/entities.ts'
import type { FeedCounters, FeedRow, FeedWindow } from '../../protocol/frames.ts'
import type { Reader } from './hub.ts'
import { frame } from './hub.ts'
import type { Live } from './live.ts'

/** At most four pictures a second; and one each second even when nothing moved, so that "live" is proven rather than believed. */
const pace = 250
const proof = 1000

interface Showing { window: FeedWindow; generation: number; me: string; version: number; ids: string; sent: Map<string, number>; toldAt: number }

/** Shows each operator the part of the Live Feed that is on their screen. Membership and order are decided here, never in a browser. */
export class Feed {
  private readonly live: Live
  private readonly showings = new Map<Reader, Showing>()
  private timer: NodeJS.Timeout | null = null

  constructor(live: Live) {
    this.live = live
  }

  start(): void {
    this.timer = setInterval(() => this.tick(), pace)
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer)
  }

  show(reader: Reader, me: string, generation: number, window: FeedWindow | null): void {
    if (!window) return void this.showings.delete(reader)
    const showing = { window, generation, me, version: -1, ids: '', sent: new Map(), toldAt: 0 }
    this.showings.set(reader, showing)
    this.tell(reader, showing, new Map())
  }

  /** One look through a window. */
  look(window: FeedWindow, me: string): { total: number; rows: FeedRow[]; counters: FeedCounters; asOf: number } {
    const order = this.orderFor(window, me, new Map())
    const rows = order.slice(window.offset, window.offset + window.limit).map((id) => this.live.row(id)!.row)
    return { total: order.length, rows, counters: this.counters(), asOf: Date.now() }
  }

  forget(reader: Reader): void {
    this.showings.delete(reader)
  }

  private tick(): void {
    const orders = new Map<string, string[]>()
    const now = performance.now()
    for (const [reader, showing] of this.showings) {
      if (showing.version !== this.live.version || now - showing.toldAt >= proof) this.tell(reader, showing, orders)
    }
  }

  private tell(reader: Reader, showing: Showing, orders: Map<string, string[]>): void {
    const { window, generation, me } = showing
    const order = this.orderFor(window, me, orders)
    const ids = order.slice(window.offset, window.offset + window.limit)
    const rows = this.changedRows(ids, showing)
    const joined = ids.join()
    reader.send(frame({
      type: 'feed', generation, total: order.length, rows, counters: this.counters(), asOf: Date.now(),
      ...(joined !== showing.ids || showing.version < 0 ? { ids } : {}),
    }))
    Object.assign(showing, { ids: joined, version: this.live.version, toldAt: performance.now() })
  }

  private changedRows(ids: string[], showing: Showing): FeedRow[] {
    const seen = new Map<string, number>()
    const rows: FeedRow[] = []
    for (const id of ids) {
      const { row, version } = this.live.row(id)!
      if (showing.sent.get(id) !== version) rows.push(row)
      seen.set(id, version)
    }
    showing.sent = seen
    return rows
  }

  /** Ids in order; the same filter and sort is worked out once a tick, however many look through it. */
  private orderFor(window: FeedWindow, me: string, orders: Map<string, string[]>): string[] {
    const key = JSON.stringify([window.text, window.moods, window.holder === 'me' ? me : window.holder, window.agentId, window.presence, window.sort])
    let order = orders.get(key)
    if (!order) {
      const passes = filterOf(window, me)
      const heads: Conversation[] = []
      for (const { head } of this.live.rows()) if (passes(head)) heads.push(head)
      order = heads.sort(comparers[window.sort]).map(({ id }) => id)
      orders.set(key, order)
    }
    return order
  }

  private counted: { version: number; counters: FeedCounters } | null = null

  private counters(): FeedCounters {
    if (this.counted?.version === this.live.version) return this.counted.counters
    const counters: FeedCounters = { live: 0, waiting: 0, moods: { happy: 0, neutral: 0, confused: 0, frustrated: 0, angry: 0 } }
    for (const { head } of this.live.rows()) {
      counters.live++
      counters.moods[head.mood.mood]++
      if (head.waitingSince !== null) counters.waiting++
    }
    this.counted = { version: this.live.version, counters }
    return counters
  }
}

function filterOf(window: FeedWindow, me: string): (head: Conversation) => boolean {
  const words = window.text.trim().toLowerCase()
  return (head) =>
    (!window.moods.length || window.moods.includes(head.mood.mood)) &&
    (!window.presence.length || window.presence.includes(head.presence)) &&
    (!window.agentId || head.agent.id === window.agentId) &&
    (window.holder === 'anyone' || (window.holder === 'me' ? head.control.operator?.id === me : head.control.holder === window.holder)) &&
    (!words || `${head.visitor.name ?? 'anonymous'}\n${head.visitor.email ?? ''}\n${head.topic ?? ''}\n${head.agent.name}\n${head.lastMessage?.text ?? ''}`.toLowerCase().includes(words))
}

/**
 * Who needs a person most: 0 asked for one and nobody has come · 1 angry · 2 frustrated · 3 waits for the person who holds the pen ·
 * 4 confused · 5 waits for the AI · 6 all is well · 7 gone.
 */
export function needOf({ humanRequestedAt, control, mood: { mood }, waitingSince, presence }: Conversation): number {
  if (humanRequestedAt && control.holder === 'ai') return 0
  if (presence === 'gone') return 7
  if (mood === 'angry') return 1
  if (mood === 'frustrated') return 2
  if (waitingSince !== null && control.holder === 'operator') return 3
  if (mood === 'confused') return 4
  return waitingSince !== null ? 5 : 6
}

const heat: Record<Mood, number> = { angry: 0, frustrated: 1, confused: 2, neutral: 3, happy: 4 }

const waited = ({ waitingSince }: Conversation) => waitingSince ?? Number.MAX_SAFE_INTEGER
const newest = (a: Conversation, b: Conversation) => b.openedAt - a.openedAt || (a.id < b.id ? -1 : 1)

const comparers: Record<FeedWindow['sort'], (a: Conversation, b: Conversation) => number> = {
  attention: (a, b) => needOf(a) - needOf(b) || waited(a) - waited(b) || newest(a, b),
  newest,
  waiting: (a, b) => waited(a) - waited(b) || newest(a, b),
  mood: (a, b) => heat[a.mood.mood] - heat[b.mood.mood] || a.mood.score - b.mood.score || newest(a, b),
}
