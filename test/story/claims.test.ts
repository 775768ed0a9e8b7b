import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
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

test('operators see which figures of an answer nobody gave to the model, and visitors see nothing of it', async () => {
  const text = 'Returns are accepted within 30 days of delivery, and the refund comes in 2 days.'
  provider.behave({ say: text })
  provider.judge({ verdict: { confidence: 80 } })
  const vic = await w.visitor()
  const chat = await vic.open()
  await vic.say(chat, 'Your site says 30 days for returns after delivery. Is that so?')
  const { verdicts } = await eventually(async () => {
    const transcript = await w.ada.transcript(chat)
    return transcript.verdicts.some(({ claims }) => claims) && transcript
  }, 'a verdict with claims')
  const claims = verdicts.at(-1)?.claims ?? []
  const said = (supported: boolean) =>
    claims.filter(({ support }) => (support !== null) === supported).map(({ at, end }) => text.slice(at, end))
  assert.deepEqual(said(true), ['30 days'])
  assert.deepEqual(said(false), ['2 days'])
  assert.ok(!JSON.stringify(await vic.transcript(chat)).includes('claims'))
})
