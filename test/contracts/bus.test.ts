import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { after, before, describe, test } from 'node:test'
import pino from 'pino'
import { type Bus } from '../../server/events/bus.ts'
import { openBus } from '../../server/events/open-bus.ts'
import { natsProgram, startNats } from '../servers.ts'

const quiet = pino({ level: 'silent' })

/** Collects what a listener hears, and waits until it has heard as much as expected. */
function ear(bus: Bus, topic: string) {
  const heard: { hint: unknown; topic: string }[] = []
  const more = new EventTarget()
  const stop = bus.subscribe(topic, (hint, at) => {
    heard.push({ hint, topic: at })
    more.dispatchEvent(new Event('more'))
  })
  const until = async (count: number) => {
    while (heard.length < count) await once(more, 'more')
    return heard.map((one) => one.hint)
  }
  return { heard, stop, until }
}

/** Subscriptions travel to the server on their own time; a hint that comes back proves that those before it have arrived. */
async function settled(one: Bus, other: Bus): Promise<void> {
  if (one === other) return
  const topic = `settle.${randomUUID()}`
  const { until, stop } = ear(other, topic)
  const knocking = setInterval(() => one.publish(topic, 'knock'), 20)
  await until(1)
  clearInterval(knocking)
  stop()
}

const natsUrl = process.env.HALO_TEST_NATS_URL
const kinds = [
  { name: 'in one process', url: null, skip: false as const },
  {
    name: 'over NATS',
    url: natsUrl && `${natsUrl}/${randomUUID()}`,
    skip: natsUrl ? (false as const) : 'set HALO_TEST_NATS_URL to run this against NATS',
  },
]

for (const { name, url, skip } of kinds) {
  describe(`the bus port ${name}`, { skip }, () => {
    let speaker: Bus
    let listener: Bus
    before(async () => {
      speaker = await openBus({ url: url ?? null, log: quiet })
      listener = url ? await openBus({ url, log: quiet }) : speaker
    })
    after(async () => {
      await speaker.close()
      await listener.close()
    })

    test('tells hints in the order in which they were published', async () => {
      const { until } = ear(listener, 'order')
      await settled(speaker, listener)
      const hints = Array.from({ length: 500 }, (_, n) => ({ n }))
      for (const hint of hints) speaker.publish('order', hint)
      assert.deepEqual(await until(500), hints)
    })

    test('tells a pattern one word deep, with the topic', async () => {
      const { until, heard } = ear(listener, 'moved.*')
      const { until: all } = ear(listener, 'moved.end')
      await settled(speaker, listener)
      for (const topic of ['moved.a', 'other.a', 'moved', 'moved.b.c', 'moved.b', 'moved.end'])
        speaker.publish(topic, topic)
      await all(1)
      await until(3)
      assert.deepEqual(
        heard.map((one) => one.topic),
        ['moved.a', 'moved.b', 'moved.end'],
      )
    })

    test('tells the publisher itself once, before publish returns', async () => {
      const { heard } = ear(speaker, 'self')
      const { until } = ear(listener, 'self')
      await settled(speaker, listener)
      speaker.publish('self', 1)
      assert.deepEqual(
        heard.map((one) => one.hint),
        [1],
      )
      await until(1)
      await settled(listener, speaker)
      assert.equal(heard.length, 1)
    })

    test('tells each of several listeners once, whatever they subscribed to', async () => {
      const ears = [ear(listener, 'many.a'), ear(listener, 'many.a'), ear(listener, 'many.*')]
      await settled(speaker, listener)
      speaker.publish('many.a', 'first')
      speaker.publish('many.a', 'last')
      for (const { until } of ears) assert.deepEqual(await until(2), ['first', 'last'])
    })

    test('goes on when a listener throws, and logs it', async () => {
      const lines: string[] = []
      const loud = await openBus({
        url: url ?? null,
        log: pino({ level: 'error' }, { write: (line: string) => void lines.push(line) }),
      })
      loud.subscribe('broken', () => {
        throw new Error('Tripped over a hint')
      })
      const { heard } = ear(loud, 'broken')
      loud.publish('broken', 1)
      loud.publish('broken', 2)
      assert.deepEqual(
        heard.map((one) => one.hint),
        [1, 2],
      )
      assert.equal(lines.filter((line) => line.includes('Tripped over a hint')).length, 2)
      await loud.close()
    })

    test('tells nothing after unsubscribing, and others go on', async () => {
      const [leaver, stayer] = [ear(listener, 'leave'), ear(listener, 'leave')]
      await settled(speaker, listener)
      speaker.publish('leave', 1)
      await Promise.all([leaver.until(1), stayer.until(1)])
      leaver.stop()
      speaker.publish('leave', 2)
      assert.deepEqual(await stayer.until(2), [1, 2])
      assert.equal(leaver.heard.length, 1)
    })

    test('lets who subscribes while being told hear only what comes next', () => {
      const late: unknown[] = []
      let subscribed = false
      speaker.subscribe('late', () => {
        if (!subscribed) speaker.subscribe('late', (hint) => late.push(hint))
        subscribed = true
      })
      speaker.publish('late', 1)
      speaker.publish('late', 2)
      assert.deepEqual(late, [2])
    })

    test('carries a hint too large for the wire, without its copy of the events', async () => {
      const { until } = ear(listener, 'large')
      await settled(speaker, listener)
      const hint = { conversationId: 'c', upTo: 7, events: ['x'.repeat(2_000_000)] }
      speaker.publish('large', hint)
      speaker.publish('large', 'next')
      const { events: _, ...bare } = hint
      assert.deepEqual(await until(2), [url ? bare : hint, 'next'])
    })
  })
}

describe(
  'the bus when NATS goes away',
  { skip: kinds[1]!.skip || (!natsProgram() && 'no nats-server on this machine') },
  () => {
    test('works within the process meanwhile, comes back, and tells everyone to look into the log', async () => {
      let server = await startNats()
      const [one, other] = await Promise.all([
        openBus({ url: server.url, log: quiet }),
        openBus({ url: server.url, log: quiet }),
      ])
      const [near, far] = [ear(one, 'news'), ear(other, 'news')]
      const gaps = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      one.onGap(gaps[0]!.resolve)
      other.onGap(gaps[1]!.resolve)
      await settled(one, other)

      await server.stop()
      while (one.connected || other.connected) await new Promise((later) => setTimeout(later, 10))
      one.publish('news', 'said alone')
      assert.deepEqual(
        near.heard.map((heard) => heard.hint),
        ['said alone'],
      )

      server = await startNats(server.port)
      await Promise.all(gaps.map((gap) => gap.promise))
      assert.ok(one.connected && other.connected)
      await settled(one, other)
      one.publish('news', 'said to all')
      assert.deepEqual(await far.until(1), ['said to all'])

      await one.close()
      await other.close()
      await server.stop()
    })

    test('a process whose own link held learns that another one lost hints', async () => {
      const server = await startNats()
      const [steady, shaky] = await Promise.all([
        openBus({ url: server.url, log: quiet }),
        openBus({ url: server.url, log: quiet }),
      ])
      await settled(shaky, steady)
      const gap = Promise.withResolvers<void>()
      steady.onGap(gap.resolve)
      await (shaky as unknown as { link: { reconnect(): Promise<void> } }).link.reconnect()
      await gap.promise
      assert.ok(steady.connected)
      await steady.close()
      await shaky.close()
      await server.stop()
    })

    test('closes while there is no server', async () => {
      const server = await startNats()
      const bus = await openBus({ url: server.url, log: quiet })
      await server.stop()
      while (bus.connected) await new Promise((later) => setTimeout(later, 10))
      await bus.close()
    })

    test('that was never there stops the start with a sentence', async () => {
      await assert.rejects(openBus({ url: 'nats://127.0.0.1:1', log: quiet }), {
        name: 'Unavailable',
        message: /cannot be reached/,
      })
    })
  },
)
