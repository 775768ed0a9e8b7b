import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { mostWritten } from '../../server/conversations/room.ts'
import { newId } from '../../server/ground/context.ts'
import { mask } from '../../server/privacy/mask.ts'
import { keyphrasesOf } from '../../server/language/keyphrase.ts'
import { modelOf, startQuirks } from '../quirks.ts'
import { eventually, Refused, world, type World } from '../world.ts'

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

/** What the AI answered, and what operators read beside it. */
async function answered(w: World): Promise<{ text: string; notes: string }> {
  const vic = await w.visitor()
  const chat = await vic.open()
  await vic.say(chat, 'How long does shipping take?')
  const message = await eventually(
    async () => (await vic.transcript(chat)).messages.find(({ from }) => from === 'ai'),
    'an answer',
  )
  const { verdicts } = await w.ada.call('GET /api/conversations/:id', { params: { id: chat } })
  return { text: message.text, notes: verdicts.flatMap(({ notes }) => notes ?? []).join() }
}

test('strangers use up the calls of a day and no more, also over a restart, and Admins are told once', async (t) => {
  const quirks = await startQuirks()
  t.after(() => quirks.close())
  const folder = await mkdtemp(join(tmpdir(), 'halo-test-'))
  t.after(() => rm(folder, { recursive: true }))
  const env = {
    HALO_MODEL: `openai-compatible/${modelOf('tokens counted')}`,
    HALO_MODEL_URL: quirks.url,
    HALO_MODEL_KEY: 'k-1234567890',
    HALO_MODEL_CALLS_A_DAY: '1',
  }
  const start = () => world({ folder, env, overrides: { timing: { sweepIntervalMs: 20 } } })
  const alerts = async (w: World) =>
    (await w.ada.call('GET /api/alerts')).incidents.filter(({ kind }) => kind === 'budget')
  {
    await using w = await start()
    assert.match((await answered(w)).text, /It was sent/)
    const { text, notes } = await answered(w)
    assert.match(notes, /day's 1 calls of the model are used up. The built-in answerer answered/)
    assert.match(text, /working days/)
    await eventually(async () => (await alerts(w)).length > 0, 'an alert')
  }
  await using w = await start()
  assert.match((await answered(w)).text, /working days/)
  assert.equal(quirks.asked('tokens counted').length, 1)
  assert.deepEqual((await w.ada.call('GET /api/model-costs')).day, { calls: 1, most: 1, spent: true })
  assert.deepEqual(
    (await alerts(w)).map(({ state, detail }) => [state, detail.includes('built-in answerer')]),
    [['open', true]],
  )
})
