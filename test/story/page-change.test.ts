import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startHalo } from '../../server/app.ts'
import { readConfig } from '../../server/ground/config.ts'
import { eventually, VisitorClient, world } from '../world.ts'

const timing = { closeGraceMs: 600, leaveGraceMs: 200, presenceLeaseMs: 1_000, sweepIntervalMs: 50 }
const needsServers =
  process.env.HALO_TEST_DATABASE_URL && process.env.HALO_TEST_NATS_URL
    ? false
    : 'set HALO_TEST_DATABASE_URL and HALO_TEST_NATS_URL for two processes'

test(
  'a page change that leads to another process is no goodbye, and of two tabs the last one decides',
  { skip: needsServers },
  async () => {
    await using w = await world({ overrides: { timing } })
    const other = await startHalo(readConfig(w.env), { timing })
    try {
      const vic = await w.visitor()
      const there = new VisitorClient(other.url, vic.token, vic.id)
      const chat = await vic.open()
      const presence = async () => (await w.ada.transcript(chat)).conversation
      const here = async (client: VisitorClient, title: string) => {
        const page = { url: 'https://shop.test/', title }
        const line = await client.connect()
        await line.follow(chat)
        const beat = () => line.send({ type: 'here', conversationId: chat, presence: 'active', open: true, page })
        beat()
        const beating = setInterval(beat, 250)
        return {
          line,
          stop: () => {
            clearInterval(beating)
            line.close()
          },
        }
      }
      /** Somebody leaves now and does not come back: once that is seen, every grace that begins now is over. */
      const everyGrace = async () => {
        const gone = await w.visitor()
        const goneChat = await gone.open()
        await gone.leave(goneChat, 'unload')
        await eventually(
          async () => (await w.ada.transcript(goneChat)).conversation.status === 'completed',
          'the end of every grace',
        )
      }
      const first = await here(vic, 'First')
      await eventually(async () => (await presence()).presence === 'active', 'the first page')
      await vic.leave(chat, 'unload')
      first.stop()
      const second = await here(there, 'Second')
      await everyGrace()
      assert.equal((await presence()).status, 'live')
      assert.equal((await presence()).presence, 'active')

      const third = await here(vic, 'Third')
      await eventually(async () => (await presence()).page?.title === 'Third', 'the third page')
      third.stop()
      await everyGrace()
      assert.equal((await presence()).presence, 'active', 'the other process still holds a tab')
      second.stop()
      await eventually(async () => (await presence()).status === 'completed', 'the end, when the last tab has gone')
    } finally {
      await other.close()
    }
  },
)
