import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { usualEscalation } from '../../server/agents/escalation.ts'
import { eventually } from '../world.ts'
import { becomes } from './becomes.ts'
import { stage, type Stage } from './stage.ts'

let s: Stage
before(async () => {
  s = await stage()
})
afterEach(() => s.clear())
after(() => s.close())

const stored = async () => (await s.world.ada.call('GET /api/agents')).agents[0]!.escalation

test('how an agent escalates is set in its form, and is there after a reload', async () => {
  const { page } = await s.operator()
  await page.goto(
    `${s.world.url}/agents/${(await s.world.ada.call('GET /api/agents')).agents[0]!.id}?tab=escalation`,
  )
  const form = page.getByRole('form', { name: 'Escalation' })
  await form.getByRole('radio', { name: /^Conditional/ }).waitFor()
  assert.ok(await form.getByRole('radio', { name: /^Conditional/ }).isChecked())
  await form.getByLabel('Confidence threshold').fill('65')
  await form.getByLabel('Max attempts').fill('4')
  await form.getByRole('checkbox', { name: /^It has tried/ }).uncheck()
  const priority = form.getByRole('group', { name: 'Whose tickets are Priority' })
  await priority.getByRole('button', { name: 'Add filter' }).click()
  await priority.getByLabel('Trait').fill('email')
  await priority.getByLabel('Comparison').selectOption('contains')
  await priority.getByRole('textbox', { name: 'Value' }).fill('@big.test')
  await form.getByRole('button', { name: 'Save' }).click()
  await form.getByText('Saved. Holds from the next reply.').waitFor()
  assert.deepEqual(await stored(), {
    ...usualEscalation,
    threshold: 65,
    maxAttempts: 4,
    requireAttempt: false,
    priority: [{ key: 'email', operator: 'contains', value: '@big.test' }],
  })
  await page.reload()
  await becomes(() => form.getByLabel('Confidence threshold').inputValue(), '65')
  await becomes(() => priority.getByRole('textbox', { name: 'Value' }).inputValue(), '@big.test')
  await priority.getByRole('button', { name: 'Remove filter 1' }).click()
  await form.getByRole('radio', { name: /^Off/ }).check()
  assert.equal(await form.getByLabel('Max attempts').count(), 0, 'off has no conditions')
  await form.getByRole('button', { name: 'Save' }).click()
  await eventually(async () => (await stored()).mode === 'off', 'the mode')
  assert.deepEqual((await stored()).priority, [])
})

test('a threshold out of range is not saved', async () => {
  const { page } = await s.operator()
  await page.goto(
    `${s.world.url}/agents/${(await s.world.ada.call('GET /api/agents')).agents[0]!.id}?tab=escalation`,
  )
  const form = page.getByRole('form', { name: 'Escalation' })
  await form.getByRole('radio', { name: /^Always/ }).check()
  await form.getByLabel('Confidence threshold').fill('101')
  await form.getByRole('button', { name: 'Save' }).click()
  assert.equal(
    await form
      .getByLabel('Confidence threshold')
      .evaluate((field: HTMLInputElement) => field.validity.rangeOverflow),
    true,
  )
  assert.notEqual((await stored()).threshold, 101)
})

test('a whisper gets its receipt, and an ignored one is sent again as a must with one tap', async () => {
  const { vic, ada } = await s.watched()
  await ada.whisper('ask for the order number')
  await ada.transcript.getByText('Waiting for the next reply').waitFor()
  await vic.say('Where is my parcel?')
  const followed = ada.transcript.locator('[id^="w-"]').filter({ hasText: 'ask for the order number' })
  await followed.getByText('Followed', { exact: true }).waitFor()
  await followed.getByText('Could you tell me your order number?').waitFor()
  assert.equal(await followed.getByRole('button', { name: 'Send again as a must' }).count(), 0)

  await ada.whisper('wish them a calm evening')
  await ada.transcript.getByText('Waiting for the next reply').waitFor()
  await vic.say('Do you ship to Norway?')
  const ignored = ada.transcript.locator('[id^="w-"]').filter({ hasText: 'wish them a calm evening' })
  await ignored.getByText('Ignored', { exact: true }).waitFor()
  await ignored.getByRole('button', { name: 'Send again as a must' }).click()
  await ada.transcript.getByText('Must', { exact: true }).waitFor()
  await ada.transcript.getByText('Waiting for the next reply').waitFor()
  assert.equal(await ignored.getByRole('button', { name: 'Send again as a must' }).count(), 0, 'once is enough')
  assert.doesNotMatch(await vic.markup(), /calm evening|Followed|Ignored/)
})

test('each answer says how sure it is, quietly, and an unsure one stands out and brings a person', async () => {
  const {
    agents: [agent],
  } = await s.world.ada.call('GET /api/agents')
  await s.world.ada.call('PUT /api/agents/:id/escalation', {
    params: { id: agent!.id },
    body: { ...usualEscalation, mode: 'always' },
  })
  const { vic, ada } = await s.watched()
  await vic.say('How long does shipping take?')
  await ada.transcript.getByText(/^(?:Sure|Fairly sure): how well articles fit$/).waitFor()
  await vic.say('Which planet has the most moons?')
  await ada.transcript.getByText(/^Unsure: /).waitFor()
  await ada.transcript.getByText(/The AI escalated this\. Confidence \d+ is below 50\./).waitFor()
  await vic.log.getByText('We have asked a person to join.').waitFor()
  assert.doesNotMatch(await vic.markup(), /escalated|onfidence/)
})
