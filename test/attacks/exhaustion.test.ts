import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mostWritten } from '../../server/conversations/room.ts'
import { newId } from '../../server/ground/context.ts'
import { mask } from '../../server/privacy/mask.ts'
import { keyphrasesOf } from '../../server/language/keyphrase.ts'
import { Refused, world } from '../world.ts'

const cpuMsOf = (work: () => unknown): number => {
  const start = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(start)
  return (user + system) / 1000
}

test('messages that cost seconds of work once are read at once', () => {
  assert.ok(cpuMsOf(() => keyphrasesOf(['@'.repeat(2_000)])) < 100)
  for (const text of [`order${' '.repeat(450)}12345678`, 'a'.repeat(10_000), `${' '.repeat(9_000)}1234567`])
    assert.ok(cpuMsOf(() => mask(text)) < 100)
})

test('a visitor who writes faster than people do is asked to wait, and is heard again', async () => {
  await using w = await world({ env: { HALO_MESSAGE_PACE: '5' } })
  const vic = await w.visitor()
  const id = await vic.open()
  const send = () =>
    vic.call('POST /api/widget/conversations/:id/messages', {
      params: { id },
      body: { id: newId(), text: 'Hello?' },
    })
  for (let n = 0; n < 5; n++) await send()
  await assert.rejects(send, (error) => error instanceof Refused && error.status === 429)
  // Everything else that a visit needs goes on.
  await vic.call('GET /api/widget/conversations/:id', { params: { id } })
})

test('one address asks for a person so often and no more', async () => {
  await using w = await world({ env: { HALO_PERSON_PACE: '3' } })
  const ask = async () => {
    const vic = await w.visitor()
    const id = await vic.open()
    return vic.call('POST /api/widget/conversations/:id/human', { params: { id } })
  }
  for (let n = 0; n < 3; n++) await ask()
  await assert.rejects(ask, (error) => error instanceof Refused && error.status === 429)
  assert.equal((await w.ada.call('GET /api/feed')).total, 4)
})

test('a conversation takes so much of its visitor and then says that it is full', async () => {
  await using w = await world()
  const vic = await w.visitor()
  const id = await vic.open()
  await w.ada.takeOver(id)
  const text = 'x'.repeat(10_000)
  const send = () =>
    vic.call('POST /api/widget/conversations/:id/messages', { params: { id }, body: { id: newId(), text } })
  for (let n = 0; n < mostWritten.characters / text.length; n++) await send()
  await assert.rejects(
    send,
    (error) => error instanceof Refused && error.code === 'full' && /start a new one/.test(error.message),
  )
})
