import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { eventually } from '../world.ts'
import { becomes } from './becomes.ts'
import { goTo } from './go-to.ts'
import { stage, type Stage } from './stage.ts'

let on: Stage
before(async () => {
  on = await stage({ pace: 0, timing: { closeGraceMs: 0, sweepIntervalMs: 50 } })
})
afterEach(() => on.clear())
after(() => on.close())

async function unanswered(question: string): Promise<string> {
  const vic = await on.world.visitor()
  const chat = await vic.open()
  await vic.say(chat, question)
  await eventually(
    async () => (await on.world.ada.transcript(chat)).messages.some(({ from }) => from === 'ai'),
    'an answer',
  )
  await vic.call('POST /api/widget/conversations/:id/leave', {
    params: { id: chat },
    body: { token: vic.token, how: 'closed' },
  })
  await eventually(async () => (await on.world.ada.transcript(chat)).conversation.status === 'completed', 'the end')
  return chat
}

test('a gap shows its questions, leads to an article that begins with it, and is dismissed with undo', async () => {
  const question = 'Do you repair espresso machines of other brands?'
  // One asker may be anybody; from the second on it is a gap.
  await unanswered(question)
  await unanswered(question)
  const ada = await on.operator()
  await goTo(ada.page, 'Gaps')
  const row = ada.page
    .getByRole('list', { name: 'Gaps' })
    .getByRole('listitem')
    .filter({ hasText: question })
    .first()
  await eventually(async () => {
    await ada.page.reload()
    return row.isVisible()
  }, 'the gap')
  await row.getByRole('button', { name: 'Dismiss' }).click()
  await ada.page.getByRole('button', { name: 'Undo' }).click()
  await row.getByRole('button', { name: 'Write article' }).click()
  await becomes(() => ada.page.getByLabel('Title', { exact: true }).inputValue(), question)
})

test('the report shows what ended, as charts and as tables, and each number leads to its conversations', async () => {
  await unanswered('Do you repair espresso machines of other brands?')
  const ada = await on.operator()
  await goTo(ada.page, 'Reports')
  await ada.page.getByRole('img', { name: /^Outcomes: \d+ in all/ }).waitFor()
  await ada.page.getByRole('button', { name: 'As a table' }).first().click()
  await ada.page.getByRole('columnheader', { name: 'Resolved' }).first().waitFor()
  const download = ada.page.waitForEvent('download')
  await ada.page.getByRole('button', { name: 'CSV' }).click()
  assert.match((await download).suggestedFilename(), /^halo-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/)
  const ended = ada.page
    .getByRole('list', { name: 'How topics ended' })
    .getByRole('listitem')
    .filter({ hasText: 'Espresso Machines' })
  await ended.getByRole('img', { name: /^Repair Espresso Machines.*: Abandoned \(question open\) 100 %/ }).waitFor()
  await ada.page
    .getByRole('figure')
    .filter({ hasText: 'Other topics' })
    .getByRole('button', { name: 'As a table' })
    .click()
  await ada.page.getByRole('region', { name: 'Topics' }).getByRole('link').first().click()
  await ada.page.getByRole('heading', { name: 'Completed' }).waitFor()
  assert.match(decodeURIComponent(ada.page.url()), /topic=Repair.Espresso.Machines/)
  await ada.page.goBack()
  await ada.page.getByRole('link', { name: /^Abandoned \(question open\)/ }).click()
  await ada.page.getByRole('heading', { name: 'Completed' }).waitFor()
  assert.match(ada.page.url(), /outcome=abandoned/)
})

test('the report tells when people begin and how it was before, and on a phone nothing is wider than the screen', async () => {
  await unanswered('Do you repair espresso machines of other brands?')
  const ada = await on.operator(on.world.ada, {
    viewport: { width: 390, height: 800 },
    hasTouch: true,
    isMobile: true,
  })
  const { page } = ada
  await page.goto(`${on.world.url}/reports`)
  await page.getByRole('img', { name: /^Hours of the day: \d+ in all/ }).waitFor()
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth))
  const count = page.getByRole('link', { name: /^Conversations/ })
  await becomes(() => count.innerText(), /^Conversations\s+[1-9]\d*$/)
  // A month on, what ended today is what was before.
  await page.clock.setFixedTime(Date.now() + 31 * 24 * 3_600_000)
  await page.reload()
  await becomes(() => count.innerText(), /^Conversations\s+0\s+[1-9]\d* before$/)
})

test('a mood badge says what moved it, and can be argued with', async () => {
  const [vic, ada] = await Promise.all([on.visitor(), on.operator()])
  await vic.open()
  await vic.say('This is ridiculous, I am furious!!!')
  await ada.follow(vic.id)
  await ada.transcript.getByRole('button', { name: /^Mood: Angry/ }).click()
  const why = ada.page.getByRole('dialog', { name: /^Angry/ })
  await why
    .getByText(/furious|ridiculous/)
    .first()
    .waitFor()
  await why.getByRole('button', { name: 'Frustrated' }).click()
  await why.getByText('You say Frustrated. It is kept.').waitFor()
  await ada.page.goto(`${on.world.url}/reports`)
  await ada.page.getByText('0 % of 1').waitFor()
})
