import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { openSlack } from '../slack.ts'
import { eventually } from '../world.ts'
import { noteOutage, noteRecovery } from '../../server/replies/outages.ts'
import { goTo } from './go-to.ts'
import { stage, type Stage } from './stage.ts'

let slack: Awaited<ReturnType<typeof openSlack>>
let on: Stage
before(async () => {
  slack = await openSlack()
  on = await stage({ env: { HALO_SLACK_URL: slack.url }, timing: { sweepIntervalMs: 50, alertDebounceMs: 0 } })
})
afterEach(() => on.clear())
after(async () => {
  await on.close()
  await slack[Symbol.asyncDispose]()
})

test('Slack is set up and tried on the screen; a visitor who asks for a person rings there until somebody has it in hand, and the tab counts only what is mine', async () => {
  const ada = await on.operator()
  await goTo(ada.page, 'Alerts')
  await ada.page.getByText('Nothing needs anybody.').waitFor()
  await goTo(ada.page, 'Alert settings')
  await ada.page.getByRole('button', { name: 'Add', exact: true }).click()
  const form = ada.page.getByRole('dialog')
  await form.getByLabel('Name').fill('Support team')
  await form.getByLabel('Slack channel').fill('#support')
  await form.getByLabel('Bot token', { exact: true }).fill('xoxb-of-a-test')
  await form.getByRole('button', { name: 'Save' }).click()
  await ada.page
    .getByRole('list', { name: 'Channels' })
    .getByRole('button', { name: /Support team/ })
    .click()
  slack.next.push({ body: { ok: false, error: 'not_in_channel' } })
  await form.getByRole('button', { name: 'Send a test' }).click()
  await form.getByText('Slack answered not_in_channel.').waitFor()
  await form.getByRole('button', { name: 'Send a test' }).click()
  await ada.page.getByText('The test was delivered.').waitFor()
  await form.getByRole('button', { name: 'Close' }).click()

  await goTo(ada.page, 'Alerts')
  const vic = await on.visitor()
  await vic.open()
  const token = slack.calls.length
  await vic.panel.getByRole('button', { name: 'Talk to a human' }).click()
  await ada.page.getByRole('list', { name: 'Incidents' }).getByText('Asks for a person').waitFor()
  assert.ok(!(await ada.page.title()).startsWith('('), await ada.page.title())
  await eventually(async () => slack.calls.length > token, 'the message in Slack')
  await ada.page.getByRole('list', { name: 'Incidents' }).getByRole('link').click()
  await ada.takeOver.click()
  await goTo(ada.page, 'Articles')
  await vic.say('Are you there?')
  await eventually(async () => (await ada.page.title()).startsWith('(1) '), 'the number in the tab')
  assert.ok(slack.calls.slice(token).every(({ token }) => token === 'Bearer xoxb-of-a-test'))
})

test('a provider that does not answer stands on every screen of an admin, in its own words, until it answers again', async () => {
  const { ctx } = on.world.halo
  const ada = await on.operator()
  await ada.page.getByRole('heading', { name: 'Live Feed' }).waitFor()
  await noteOutage(ctx, 'openai/gpt-test', 'The provider answered 401: the key is not accepted.')
  const banner = ada.page.getByText('openai/gpt-test does not answer. The provider answered 401')
  await banner.waitFor()
  await goTo(ada.page, 'Articles')
  await banner.waitFor()
  await ada.page.reload()
  await banner.waitFor()
  await noteRecovery(ctx, 'openai/gpt-test')
  await banner.waitFor({ state: 'detached' })
})
