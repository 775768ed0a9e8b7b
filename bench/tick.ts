import { FeedSort, FeedWindow, type FeedRow } from '../protocol/frames.ts'
import { Mood } from '../protocol/entities.ts'
import { Feed } from '../server/realtime/feed/feed.ts'
import type { Reader } from '../server/realtime/reader.ts'
import { quantile } from './table.ts'
import { amount } from './size.ts'

/**
 * Processor milliseconds of one tick of the feed, while `changing` rows of `count` change between two ticks, for watchers who look through `orders` different orders; `own`:
 * each through one of their own, in which whom a colleague looks at stands further down.
 */
export function weighTick({
  count,
  changing,
  watchers,
  orders,
  own = false,
  ticks = amount(300, 30),
}: {
  count: number
  changing: number
  watchers: number
  orders: number
  own?: boolean
  ticks?: number
}): { p50: number; p99: number } {
  const rows = new Map(Array.from({ length: count }, (_, place) => [idOf(place), someRow(place)]))
  let moved: (id: string) => void = () => {}
  const feed = new Feed({
    ids: () => rows.keys(),
    row: (id) => rows.get(id) ?? null,
    said: () => ['Where is my order?'],
    subscribe: (listener) => {
      moved = listener
      return () => {}
    },
  })
  feed.start()
  feed.stop()
  for (let place = 0; place < watchers; place++)
    feed.show(deaf(), own ? `me-${place}` : 'me', 1, own ? mine : windowOf(place, orders))
  const times = Array.from({ length: ticks }, () => {
    for (let change = 0; change < changing; change++) {
      const place = Math.floor(Math.random() * count)
      rows.set(idOf(place), someRow(place))
      moved(idOf(place))
    }
    const before = process.threadCpuUsage()
    feed.tick()
    const { user, system } = process.threadCpuUsage(before)
    return (user + system) / 1000
  })
    .slice(ticks / 3)
    .sort((a, b) => a - b)
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) }
}

const mine = FeedWindow.parse({ sort: 'attention', holder: 'others', offset: 0, limit: 60 })

const idOf = (place: number) => `conversation-${place}`
const deaf = (): Reader => ({ audience: 'operators', visitorId: null, send: () => {} })
const oneOf = <T>(all: readonly T[]): T => all[Math.floor(Math.random() * all.length)]!

function windowOf(place: number, orders: number): FeedWindow {
  const order = place % orders
  // Each mood that is left out makes another order of the same sort.
  return FeedWindow.parse({
    sort: FeedSort.options[order % 4],
    moods: order < 4 ? [] : Mood.options.toSpliced(Math.floor(order / 4) % 5, 1),
    offset: Math.floor(place / 8) * 40,
    limit: 60,
  })
}

/** Like a row in the middle of a conversation: another mood, another wait each time. */
function someRow(place: number): FeedRow {
  const now = Date.now()
  return {
    id: idOf(place),
    agent: { id: 'agent-0001', name: 'Nora' },
    status: 'live',
    openedAt: now - place * 1000,
    completedAt: null,
    humanRequestedAt: Math.random() < 0.01 ? now : null,
    seq: 20,
    control: { holder: Math.random() < 0.1 ? 'operator' : 'ai', operator: null, epoch: 0, since: now },
    visitor: {
      id: `visitor-${place}`,
      name: `Visitor ${place}`,
      email: null,
      identified: true,
      verified: true,
      contactId: null,
      company: null,
      toldAt: null,
    },
    presence: 'active',
    presenceAt: now,
    page: { url: 'https://shop.test/', title: 'Shop' },
    mood: {
      mood: oneOf(Mood.options),
      score: Math.random() * 2 - 1,
      history: Array.from({ length: 12 }, () => Math.round(Math.random() * 100) / 100),
    },
    topic: 'Refund not received',
    lastMessage: { from: 'visitor', text: 'Where is my order? I have been waiting since Tuesday.', at: now },
    waitingSince: Math.random() < 0.3 ? now : null,
    ticket: null,
    endedHow: null,
    outcome: null,
    score: null,
    reviewed: null,
    ratings: { up: 0, down: 0 },
    corrected: [],
    operators: [],
    confidence: 60,
    escalation: null,
    unsure: [],
    watchers: [],
  }
}
