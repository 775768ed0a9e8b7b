import assert from 'node:assert/strict'
import { test } from 'node:test'
import { followTopic } from '../../server/events/follow-topic.ts'
import { MemoryBus } from '../../server/events/memory-bus.ts'
import { timing, type Context } from '../../server/ground/context.ts'
import { openLog } from '../../server/ground/log.ts'

/** A bus whose link comes back. */
class BusWithGaps extends MemoryBus {
  readonly #waiting = new Set<() => void>()

  override onGap(listener: () => void = () => {}): () => void {
    this.#waiting.add(listener)
    return () => this.#waiting.delete(listener)
  }

  gap(): void {
    this.#waiting.forEach((listener) => listener())
  }
}

/** The first read succeeds, the next `failures` fail, and then it succeeds again: `loaded` resolves. */
function setUp(failures: number) {
  const log = openLog({ logLevel: 'silent' })
  const bus = new BusWithGaps(log)
  const ctx = { bus, log, timing: { ...timing, sweepIntervalMs: 1 } } as unknown as Context
  let reads = 0
  let resolve = () => {}
  const loaded = new Promise<void>((done) => (resolve = done))
  const load = async () => {
    reads++
    if (reads > 1 && reads <= 1 + failures) throw new Error('the database is away')
    if (reads > 1) resolve()
  }
  return { bus, ctx, load, loaded, reads: () => reads }
}

test('a gap of the bus while the database is away ends nothing: it is read again until it can be', async () => {
  const { bus, ctx, load, loaded, reads } = setUp(3)
  const stop = await followTopic(ctx, { topic: 'keys', load })
  bus.gap()
  await loaded
  assert.equal(reads(), 5)
  stop()
})

test('a hint that could not be read leads to reading everything', async () => {
  const { bus, ctx, load, loaded } = setUp(0)
  const stop = await followTopic(ctx, {
    topic: 'articles',
    load,
    take: () => Promise.reject(new Error('the database is away')),
  })
  bus.publish('articles', { put: 'one' })
  await loaded
  stop()
})

test('hints are read in their order, one after the other, and nothing after the stop', async () => {
  const { bus, ctx, load } = setUp(0)
  const seen: number[] = []
  let release = () => {}
  const first = new Promise<void>((done) => (release = done))
  let finished = () => {}
  const both = new Promise<void>((done) => (finished = done))
  const stop = await followTopic<{ number: number }>(ctx, {
    topic: 'corrections',
    load,
    take: async ({ number }) => {
      if (number === 1) await first
      seen.push(number)
      if (number === 2) finished()
    },
  })
  bus.publish('corrections', { number: 1 })
  bus.publish('corrections', { number: 2 })
  release()
  await both
  stop()
  bus.publish('corrections', { number: 3 })
  await new Promise(setImmediate)
  assert.deepEqual(seen, [1, 2])
})

test('who cannot load at the start is told so', async () => {
  const { ctx } = setUp(0)
  await assert.rejects(
    followTopic(ctx, { topic: 'keys', load: () => Promise.reject(new Error('the database is away')) }),
    /away/,
  )
})
