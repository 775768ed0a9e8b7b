import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { StoredEvent } from '../../protocol/events.ts'
import { startHalo, type Halo } from '../../server/app.ts'
import { readConfig } from '../../server/ground/config.ts'
import { newId } from '../../server/ground/context.ts'
import { Wire } from '../long/faults/wire.ts'
import { startProvider, type Provider } from '../provider.ts'
import { eventually, OperatorClient, VisitorClient, world, type World } from '../world.ts'

/** Two processes on one database and one bus; between the second one and the bus is a wire that can be broken. */

const needsServers =
  process.env.HALO_TEST_DATABASE_URL && process.env.HALO_TEST_NATS_URL
    ? false
    : 'set HALO_TEST_DATABASE_URL and HALO_TEST_NATS_URL for two processes'

const timing = { presenceLeaseMs: 1_500, leaveGraceMs: 200, sweepIntervalMs: 100 }
const story = Array.from({ length: 200 }, (_, n) => `word${n}`).join(' ')

describe('two processes', { skip: needsServers }, () => {
  let provider: Provider
  let w: World
  let wire: Wire
  let other: Halo
  let adaThere: OperatorClient
  before(async () => {
    provider = await startProvider({ say: story, pace: 30 })
    const model = { HALO_MODEL: 'openai-compatible/scripted', HALO_MODEL_URL: provider.url }
    w = await world({ overrides: { timing }, env: model })
    const bus = new URL((w.env as { NATS_URL?: string }).NATS_URL!)
    wire = await Wire.to(Number(bus.port))
    bus.port = String(wire.port)
    const env = { ...w.env, NATS_URL: bus.href, HALO_SERVICES: 'web,realtime' }
    other = await startHalo(readConfig(env), { timing })
    adaThere = new OperatorClient(other.url, w.ada.headers.cookie!, w.ada.person)
  })
  after(async () => {
    wire?.mend()
    await other?.close()
    await wire?.close()
    await w?.close()
    await provider?.close()
  })

  const arrive = async () => {
    const vic = await w.visitor()
    const chat = await vic.open()
    const line = await vic.connect()
    await line.follow(chat)
    return { vic, chat, line }
  }

  test('what was committed behind a broken bus is on every screen without anything else moving', async () => {
    const { chat, line } = await arrive()
    const feed = await w.ada.connect()
    feed.feed({ limit: 100 })
    wire.stall()
    try {
      await adaThere.reply(chat, 'Written behind the broken wire')
      await line.message(chat, ({ from }) => from === 'operator', 'the reply, by way of the log')
      await feed.until(
        () =>
          feed.frames.some(
            (frame) =>
              frame.type === 'feed' &&
              frame.rows.some(({ id, lastMessage }) => id === chat && lastMessage?.from === 'operator'),
          ),
        'the row in the feed',
      )
    } finally {
      wire.mend()
    }
  })

  test('a takeover behind a broken bus is confirmed only when the words have ended elsewhere', async () => {
    const { vic, chat, line } = await arrive()
    await vic.say(chat, 'Tell me everything')
    await line.until(() => (line.passing(chat).draft?.text.length ?? 0) > 0, 'the first words')
    wire.stall()
    try {
      await adaThere.takeOver(chat)
      const heard = line.heard.length
      await line.until(() => line.picture(chat).conversation.control.holder === 'operator', 'news of the takeover')
      const words = line.heard.slice(heard).filter(({ type }) => type === 'reply.streamed')
      assert.deepEqual(words, [])
    } finally {
      wire.mend()
    }
  })

  test('what an Admin changed behind a broken bus holds everywhere soon', async () => {
    wire.stall()
    try {
      const { widgetKey } = await adaThere.call('POST /api/widget-keys', {
        body: { id: newId(), name: 'Shop', origins: [] },
      })
      await eventually(
        () =>
          VisitorClient.arrive(w.url, widgetKey.key).then(
            () => true,
            () => false,
          ),
        'the key to be known there',
      )
    } finally {
      wire.mend()
    }
  })

  test('words that are left standing by a process that fell silent are taken back', async () => {
    const { vic, chat } = await arrive()
    const there = await new VisitorClient(other.url, vic.token, vic.id).connect()
    await there.follow(chat)
    await vic.say(chat, 'Tell me everything')
    await there.until(() => (there.passing(chat).draft?.text.length ?? 0) > 0, 'the first words')
    wire.stall()
    try {
      await there.until(() => there.passing(chat).draft === null, 'no draft', 20)
    } finally {
      wire.mend()
    }
  })
})

test('who polls is here as long as the question waits', async () => {
  await using w = await world({ overrides: { timing: { ...timing, presenceLeaseMs: 600 } } })
  const vic = await w.visitor()
  const chat = await vic.open()
  const polled = vic.call('GET /api/widget/conversations/:id/events', {
    params: { id: chat },
    query: { after: 99, wait: 2 },
  })
  await eventually(
    async () => (await w.ada.transcript(chat)).conversation.presence === 'active',
    'the visitor here',
  )
  await polled
  const { events } = await w.ada.call('GET /api/conversations/:id/events', {
    params: { id: chat },
    query: { after: 0 },
  })
  const gone = (events as StoredEvent[]).filter(
    (event) => event.type === 'presence.changed' && event.payload.presence === 'gone',
  )
  assert.deepEqual(gone, [])
})
