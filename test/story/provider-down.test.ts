import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { needOf } from '../../protocol/need.ts'
import { startProvider, type Provider } from '../provider.ts'
import { eventually, world, type World } from '../world.ts'

let provider: Provider
let w: World
before(async () => {
  provider = await startProvider()
  w = await world({
    env: { HALO_MODEL: 'openai-compatible/test-model', HALO_MODEL_URL: provider.url, HALO_MODEL_KEY: 'k' },
  })
})
after(async () => {
  await w.close()
  await provider.close()
})

const outages = async () =>
  (await w.ada.call('GET /api/alerts')).incidents.filter(({ kind }) => kind === 'provider')
const head = async (id: string) => (await w.ada.transcript(id)).conversation

test('a provider that is down: the row says so, one alert tells it with the provider’s own reason, and that it recovered', async () => {
  provider.behave({ status: 401 })
  const vic = await w.visitor()
  const chat = await vic.open()
  for (const text of ['Where is my parcel?', 'Hello?']) {
    const before = (await w.ada.transcript(chat)).failures.length
    await vic.say(chat, text)
    await eventually(async () => (await w.ada.transcript(chat)).failures.length > before, 'a failure')
  }
  const { rows } = await w.ada.call('GET /api/feed', { query: { window: '{}' } })
  const row = rows.find(({ id }) => id === chat)!
  assert.equal(needOf(row), 'failed')
  assert.match(row.failure!.reason, /401: the key is not accepted/)
  const [down, ...more] = await eventually(async () => {
    const all = await outages()
    return all.length > 0 && all
  }, 'the alert')
  assert.deepEqual(more, [])
  assert.deepEqual([down!.state, down!.title], ['open', 'openai-compatible/test-model'])
  assert.match(down!.detail, /401/)

  provider.behave({ say: 'It is on its way.' })
  await vic.say(chat, 'And now?')
  await eventually(async () => (await head(chat)).lastMessage?.from === 'ai', 'an answer')
  assert.equal((await head(chat)).failure, null)
  await eventually(async () => (await outages())[0]?.state === 'cleared', 'the end of the alert')
})
