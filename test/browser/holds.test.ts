import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { usualSending } from '../../protocol/agents/sending.ts'
import { becomes } from './becomes.ts'
import { buildOnce } from '../../scripts/build.ts'
import { startProvider } from '../provider.ts'
import { world } from '../world.ts'
import { launch, stage, Stage } from './stage.ts'

let s: Stage
before(async () => {
  s = await stage({ pace: 5 })
})
afterEach(() => s.clear())
after(() => s.close())

test('an agent is set to draft only on its screen; its draft is sent with one key, and edited with another', async () => {
  const setting = await s.operator()
  const { agents } = await s.world.ada.call('GET /api/agents')
  await setting.page.goto(`${s.world.url}/agents/${agents[0]!.id}?tab=sending`)
  await setting.page.getByRole('radio', { name: /^When a person sends them/ }).check()
  await setting.page.getByRole('button', { name: 'Save' }).click()
  await setting.page.getByText('Saved').waitFor()

  const { vic, ada } = await s.watched()
  const held = ada.transcript.locator('[data-hold]')
  await vic.say('How long does shipping take?')
  await held.getByText('The visitor reads nothing of it').waitFor()
  await ada.row(vic.id).getByText('Draft waits').first().waitFor({ state: 'attached' })
  await vic.log.locator('.dots').waitFor()
  assert.equal(await vic.answer('working days').count(), 0)
  await ada.transcript.focus()
  await ada.page.keyboard.press('s')
  await vic.answer('working days').waitFor()
  await becomes(() => held.count(), 0)

  await vic.say('Do you ship to Norway?')
  await held.getByRole('button', { name: /^Edit/ }).waitFor()
  await ada.transcript.focus()
  await ada.page.keyboard.press('d')
  await ada.page.getByRole('textbox', { name: 'Edit the draft' }).fill('Yes, in four days.')
  await ada.page.keyboard.press('Enter')
  await vic.line('Yes, in four days.').waitFor()
  await ada.page.getByRole('button', { name: 'Make it a correction' }).click()
  const form = ada.page.getByRole('dialog', { name: 'Add Correction' })
  await becomes(() => form.getByLabel('What it should have said').inputValue(), 'Yes, in four days.')
  await becomes(() => form.getByLabel('The question it answered').inputValue(), 'Do you ship to Norway?')
  await form.getByRole('button', { name: 'Save' }).click()
  await becomes(async () => (await s.world.ada.call('GET /api/corrections', { query: {} })).corrections.length, 1)
})

test('a reply that waits counts down, waits for whoever edits it, and goes out by itself', async () => {
  const { agents } = await s.world.ada.call('GET /api/agents')
  const sends = (holdSeconds: number) =>
    s.world.ada.call('PATCH /api/agents/:id', {
      params: { id: agents[0]!.id },
      body: { sending: { ...usualSending, mode: 'hold', holdSeconds } },
    })
  await sends(60)
  const { vic, ada } = await s.watched()
  const held = ada.transcript.locator('[data-hold]')
  await vic.say('How long does shipping take?')
  await held.getByText(/It goes out in [45]\d s/).waitFor()
  await held.getByRole('button', { name: /^Edit/ }).click()
  await held.getByText(/It goes out in 1[01]\d s/).waitFor()
  await ada.page.keyboard.type(' And more.')
  await vic.say('And to Norway?')
  await becomes(() => ada.replyField.inputValue(), /And more\.$/)
  await sends(1)
  await held.getByRole('button', { name: /^Send now/ }).click()
  await vic.answer('Norway').waitFor()
  await vic.say('How do I return something?')
  await vic.answer('return').waitFor()
})

test('a reply that claims what nobody gave the AI waits, and says which words', async () => {
  const provider = await startProvider({ say: 'Shipping takes 2 days and costs 7.50 euros.' })
  const env = { HALO_MODEL: 'openai-compatible/test-model', HALO_MODEL_URL: provider.url, HALO_MODEL_KEY: 'k' }
  await buildOnce()
  const there = new Stage(await world({ env }), await launch())
  const { ada: caller } = there.world
  const { agents } = await caller.call('GET /api/agents')
  await caller.call('PATCH /api/agents/:id', {
    params: { id: agents[0]!.id },
    body: { sending: { ...usualSending, claims: 'hold' } },
  })
  const { vic, ada } = await there.watched()
  const held = ada.transcript.locator('[data-hold]')
  await vic.say('How long does shipping take?')
  await held.getByText('Stands in nothing the AI was given: “2 days”, “7.50 euros”').waitFor()
  await held.getByText(/It goes out in [1-6] s/).waitFor()
  assert.equal(await vic.answer('2 days').count(), 0)
  await held.getByRole('button', { name: /^Send now/ }).click()
  await vic.answer('2 days').waitFor()
  await ada.page.getByText('2 claims without a source').waitFor()
  await there.close()
  await provider.close()
})
