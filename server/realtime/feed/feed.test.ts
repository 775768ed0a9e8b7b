import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { Mood, Presence, type Person } from '../../../protocol/entities.ts'
import { FeedSort, FeedWindow, type FeedRow, type ServerFrame } from '../../../protocol/frames.ts'
import { filterOf } from './feed-filter.ts'
import { OthersFeed } from './others-feed.ts'
import { attentionOf, attentionOfAnybody, comparers, SortedFeed } from './sorted-feed.ts'
import { FeedRowSnapshot } from './feed-row.ts'
import { FeedPage } from './feed-page.ts'

const ada = { id: 'ada', name: 'Ada', image: null }
const ben = { id: 'ben', name: 'Ben', image: null }

/** What makes one row stand elsewhere than another. */
interface Given extends Pick<
  FeedRow,
  'presence' | 'waitingSince' | 'humanRequestedAt' | 'escalation' | 'unsure' | 'topic' | 'watchers'
> {
  number: number
  mood: Mood
  score: number
  holder: Person | null
}

const calm: Given = {
  number: 1,
  mood: 'neutral',
  score: 0,
  holder: null,
  presence: 'active',
  waitingSince: null,
  humanRequestedAt: null,
  escalation: null,
  unsure: [],
  topic: null,
  watchers: [],
}

const someRow: fc.Arbitrary<FeedRow> = fc
  .record({
    number: fc.integer({ min: 0, max: 30 }),
    mood: fc.constantFrom(...Mood.options),
    score: fc.constantFrom(-1, -0.5, 0, 0.5),
    holder: fc.constantFrom(null, ada, ben),
    presence: fc.constantFrom(...Presence.options),
    waitingSince: fc.option(fc.integer({ min: 1, max: 5 })),
    humanRequestedAt: fc.option(fc.constant(1)),
    escalation: fc.option(
      fc.record(
        { at: fc.constant(1), reason: fc.constant('It is not sure'), priority: fc.boolean() },
        { noNullPrototype: true },
      ),
    ),
    unsure: fc.subarray(['m1', 'm2']),
    topic: fc.constantFrom(null, 'Refunds', 'Delivery'),
    watchers: fc.subarray([ada, ben]),
  })
  .map(rowOf)

function rowOf({ number, mood, score, holder, ...rest }: Given): FeedRow {
  return {
    id: `c${number}`,
    agent: { id: `agent-000${number % 2}`, name: 'Nora' },
    status: 'live',
    openedAt: number % 7,
    completedAt: null,
    seq: 1,
    control: { holder: holder ? 'operator' : 'ai', operator: holder, epoch: 0, since: 1 },
    visitor: {
      id: `v${number}`,
      name: number % 3 ? `Visitor ${number}` : null,
      email: null,
      identified: false,
      verified: false,
      contactId: null,
      company: null,
      toldAt: null,
    },
    presenceAt: 1,
    page: null,
    mood: { mood, score, history: [] },
    lastMessage: null,
    ticket: null,
    endedHow: null,
    outcome: null,
    score: null,
    reviewed: null,
    ratings: { up: 0, down: 0 },
    corrected: [],
    operators: [],
    confidence: null,
    ...rest,
  }
}

const someWindow = fc
  .record({
    text: fc.constantFrom('', 'visitor 1', 'REFUNDS', 'anonymous'),
    moods: fc.subarray([...Mood.options]),
    holder: fc.constantFrom('anyone' as const, 'ai' as const, 'operator' as const, 'me' as const),
    presence: fc.subarray([...Presence.options]),
    agentId: fc.constantFrom(null, 'agent-0001'),
    topic: fc.constantFrom(null, 'Delivery'),
    watched: fc.constantFrom('any' as const, 'anyone' as const, 'me' as const, 'nobody' as const),
    sort: fc.constantFrom(...FeedSort.options),
    offset: fc.integer({ min: 0, max: 10 }),
    limit: fc.integer({ min: 1, max: 10 }),
  })
  .map((window) => FeedWindow.parse(window))

/** One tick: rows that came or changed, and the numbers of those that went. */
const someTick = fc.record({
  rows: fc.array(someRow, { maxLength: 8 }),
  gone: fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 4 }),
})

const onePerId = (rows: FeedRow[]) => [...new Map(rows.map((row) => [row.id, row])).values()]

describe('the Live Feed in order', () => {
  test('moving only what changed gives what sorting everything gives, and frames add up to it', () => {
    fc.assert(
      fc.property(
        fc.array(someRow, { maxLength: 40 }),
        someWindow,
        fc.array(someTick, { maxLength: 12 }),
        (first, window, ticks) => {
          const all = new Map<string, FeedRowSnapshot>()
          const letGo = (id: string): FeedRowSnapshot[] => {
            const standing = all.get(id)
            if (!standing) return []
            all.delete(id)
            return [Object.assign(standing, { outdated: true })]
          }
          const renew = (row: FeedRow): FeedRowSnapshot[] => {
            const before = letGo(row.id)
            all.set(row.id, new FeedRowSnapshot(row, []))
            return [...before, all.get(row.id)!]
          }
          onePerId(first).forEach(renew)
          const order = new SortedFeed(filterOf(window, 'ada'), window.sort, all.values())
          const view = new FeedPage(order, window.offset, window.limit)
          const screen = new Screen()
          view.join(screen, 7, { counters: '{}', asOf: 0 })
          for (const [index, { rows, gone }] of ticks.entries()) {
            const moved = onePerId(rows)
            const left = gone.map((number) => `c${number}`).filter((id) => !moved.some((row) => row.id === id))
            order.settle([...moved.flatMap(renew), ...left.flatMap(letGo)])
            view.publish({ counters: `{"live":${index}}`, asOf: index })
            const sorted = [...all.values()]
              .filter(filterOf(window, 'ada'))
              .sort(comparers[window.sort])
              .map(({ row }) => row)
            assert.deepEqual(
              order.snapshots.map(({ row }) => row.id),
              sorted.map(({ id }) => id),
            )
            assert.deepEqual(screen.rows(), sorted.slice(window.offset, window.offset + window.limit))
            assert.equal(screen.total, sorted.length)
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  test('an operator sees what others have as if it were sorted for them alone', () => {
    fc.assert(
      fc.property(
        fc.array(someRow, { maxLength: 30 }),
        fc.array(someRow, { maxLength: 15 }),
        fc.constantFrom(...FeedSort.options),
        fc.record({ offset: fc.integer({ min: 0, max: 12 }), limit: fc.integer({ min: 1, max: 12 }) }),
        (before, changes, sort, { offset, limit }) => {
          const all = new Map(before.map((row) => [row.id, new FeedRowSnapshot(row, [])]))
          const byAttention = sort === 'attention'
          const shared = new SortedFeed(() => true, byAttention ? attentionOfAnybody : sort, all.values(), true)
          for (const row of changes) {
            const [old, now] = [all.get(row.id), new FeedRowSnapshot(row, [])]
            if (old) old.outdated = true
            all.set(row.id, now)
            shared.settle(old ? [old, now] : [now])
          }
          for (const me of ['ada', 'ben', 'somebody']) {
            const expected = [...all.values()]
              .filter(({ row }) => row.control.operator?.id !== me)
              .sort(byAttention ? attentionOf(me) : comparers[sort])
            const seen = new OthersFeed(shared, { me, byAttention })
            assert.equal(seen.total, expected.length)
            assert.deepEqual(
              seen.part(offset, limit).map(({ row }) => row),
              expected.slice(offset, offset + limit).map(({ row }) => row),
            )
          }
        },
      ),
    )
  })

  test('those who look through the same window are told the same, each under their own number', () => {
    const standings = [1, 2].map((number) => new FeedRowSnapshot(rowOf({ ...calm, number }), []))
    const view = new FeedPage(new SortedFeed(() => true, 'newest', standings), 0, 10)
    const [one, other] = [new Screen(), new Screen()]
    view.join(one, 1, { counters: '{}', asOf: 5 })
    view.join(other, 2, { counters: '{}', asOf: 5 })
    assert.deepEqual([one.generation, other.generation], [1, 2])
    assert.deepEqual(one.rows(), other.rows())
    assert.equal(one.rows().length, 2)
    assert.equal(view.leave(one), false)
    assert.equal(view.leave(other), true)
  })

  test('what is said in the latest messages is found, every word of it, wherever it stands', () => {
    const row = rowOf({ ...calm, topic: 'Refunds' })
    const standing = new FeedRowSnapshot(row, ['Where is my Chartreuse teapot?'])
    const finds = (text: string) => filterOf(FeedWindow.parse({ text }), 'ada')(standing)
    assert.ok(finds('teapot refund'))
    assert.ok(finds(' CHARTREUSE '))
    assert.ok(!finds('teapot delivery'))
  })
})

/** What a dashboard makes of its frames. */
class Screen {
  readonly audience = 'operators'
  readonly visitorId = null
  generation = 0
  total = 0
  #ids: string[] = []
  readonly #known = new Map<string, FeedRow>()

  send(text: string): void {
    const frame = JSON.parse(text) as Extract<ServerFrame, { type: 'feed' }>
    this.generation = frame.generation
    this.total = frame.total
    if (frame.ids) this.#ids = frame.ids
    for (const row of frame.rows) this.#known.set(row.id, row)
  }

  rows = (): FeedRow[] => this.#ids.map((id) => this.#known.get(id)!)
}
