import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiError } from '../client/api.ts'
import type { Memory } from './memory.ts'
import { Outbox, type Unsent } from './outbox.ts'

const offline = () => new ApiError(0, 'offline', 'Halo cannot be reached right now.')

test('what does not get through waits, holds up what is behind it, and goes out in order', async () => {
  const server = fakeServer()
  const outbox = new Outbox(browser(), server.take)
  server.fail = offline
  outbox.add('one', 'first')
  outbox.add('two', 'second')
  await settled()
  assert.deepEqual(
    outbox.items.get().map(({ id, state }) => [id, state]),
    [
      ['one', 'waiting'],
      ['two', 'waiting'],
    ],
  )
  server.fail = null
  await outbox.flush()
  assert.deepEqual(server.stored, ['first', 'second'])
  assert.deepEqual(outbox.items.get(), [])
})

test('what was refused stands aside with the reason, until it is sent again or discarded', async () => {
  const server = fakeServer()
  const outbox = new Outbox(browser(), server.take)
  server.fail = ({ id }) => (id === 'bad' ? new ApiError(400, 'malformed', 'Write something first') : null)
  outbox.add('bad', ' ')
  outbox.add('good', 'hello')
  await settled()
  assert.deepEqual(server.stored, ['hello'])
  assert.deepEqual(
    outbox.items.get().map(({ id, state, why }) => [id, state, why]),
    [['bad', 'refused', 'Write something first']],
  )
  outbox.discard('bad')
  assert.deepEqual(outbox.items.get(), [])
})

test('the next page sends what this one could not, to the conversation it was meant for', async () => {
  const memory = browser()
  const server = fakeServer()
  const before = new Outbox(memory, server.take)
  server.fail = offline
  before.add('one', 'kept')
  await settled()
  before.stop()
  server.fail = null
  const after = new Outbox(memory, server.take)
  await after.flush()
  assert.deepEqual([server.stored, server.to], [['kept'], [null, 'chat-1']])
  assert.equal(memory.get('outbox'), null)
})

test("two tabs keep theirs in the same place, and neither wipes the other's", async () => {
  const memory = browser()
  const server = fakeServer()
  const [one, two] = [new Outbox(memory, server.take), new Outbox(memory, server.take)]
  server.fail = offline
  one.add('one', 'from the first')
  two.add('two', 'from the second')
  await settled()
  const kept = JSON.parse(memory.get('outbox')!) as Unsent[]
  assert.deepEqual(
    kept.map(({ text }) => text),
    ['from the first', 'from the second'],
  )
  one.stop()
  two.stop()
})

function fakeServer() {
  const server = {
    stored: [] as string[],
    to: [] as (string | null)[],
    fail: null as ((item: Unsent) => Error | null) | null,
    take: async (item: Unsent, sentTo: (id: string) => void) => {
      server.to.push(item.to)
      sentTo('chat-1')
      const error = server.fail?.(item)
      if (error) throw error
      server.stored.push(item.text)
    },
  }
  return server
}

function browser(): Memory {
  const kept = new Map<string, string>()
  return {
    get: (name) => kept.get(name) ?? null,
    set: (name, value) => void (value === null ? kept.delete(name) : kept.set(name, value)),
    watch: () => () => {},
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))
