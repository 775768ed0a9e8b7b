import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { becomes } from './becomes.ts'
import { goTo } from './go-to.ts'
import { stage, type Stage } from './stage.ts'

let s: Stage
before(async () => {
  s = await stage({ timing: { closeGraceMs: 1_500, leaveGraceMs: 300, sweepIntervalMs: 100 } })
})
afterEach(() => s.clear())
after(() => s.close())

test('closing the chat ends the conversation: it leaves the feed and stands under Completed, with its outcome and how it ended', async () => {
  const [vic, ada] = await Promise.all([s.visitor(), s.operator()])
  await vic.open()
  await ada.row(vic.id).waitFor()
  await vic.say('What does the xylophone edition cost?')
  await vic.answer(/./).nth(1).waitFor()
  await vic.say('Perfect, thank you so much!')
  await vic.answer(/./).nth(2).waitFor()
  await vic.page.keyboard.press('Escape')
  await ada.row(vic.id).waitFor({ state: 'detached' })
  await goTo(ada.page, 'Completed')
  await ada.page.getByRole('searchbox').fill('xylophone')
  const list = ada.page.getByRole('list', { name: 'Completed conversations' })
  await list.getByRole('link').filter({ hasText: 'Resolved' }).click()
  await ada.said('xylophone edition').first().waitFor()
  await ada.page.getByText(/The visitor closed the chat at/).waitFor()
  await becomes(
    () => ada.page.getByRole('textbox', { name: /Reply|Inbox training/ }).count(),
    0,
    'there is nobody to write to',
  )
})

test('a later message starts a new conversation, with the old one above it', async () => {
  const [vic, ada] = await Promise.all([s.visitor(), s.operator()])
  await vic.open()
  const first = vic.id
  await vic.say('Do you roast on Mondays?')
  await vic.answer(/./).nth(1).waitFor()
  await vic.page.keyboard.press('Escape')
  await ada.row(first).waitFor({ state: 'detached' })
  await vic.open()
  await vic.say('And on Thursdays?')
  await vic.answer(/./).nth(2).waitFor()
  assert.notEqual(vic.id, first)
  const earlier = vic.log.getByRole('region', { name: 'Earlier conversation' })
  await earlier.getByText('Do you roast on Mondays?').waitFor()
  await vic.log.getByText(/^Earlier conversation,/).waitFor()
  assert.equal(await earlier.getByText('And on Thursdays?').count(), 0)
  await ada.follow(vic.id)
  assert.equal(await ada.said('Mondays').count(), 0)
  await ada.page
    .getByRole('complementary', { name: 'About this visitor' })
    .getByRole('region', { name: 'Earlier conversations' })
    .getByRole('link')
    .click()
  await ada.said('Do you roast on Mondays?').waitFor()
})

test('a page change is no close', async () => {
  const [vic, ada] = await Promise.all([s.visitor(), s.operator()])
  await vic.open()
  await vic.say('I am looking around')
  for (const place of ['Subscription', 'Help', 'Coffee']) {
    await vic.page.getByRole('link', { name: place, exact: true }).click()
    await vic.mine('I am looking around').waitFor()
  }
  await ada.row(vic.id).waitFor()
  await ada.row(vic.id).click()
  await ada.page.getByRole('complementary', { name: 'About this visitor' }).getByText('/demo').waitFor()
  const { conversation } = await s.world.ada.transcript(vic.id)
  assert.equal(conversation.status, 'live')
})

test('the dot stands still when the tab is closed', async () => {
  const [vic, ada] = await Promise.all([s.visitor(), s.operator()])
  await vic.open()
  await ada.row(vic.id).getByRole('img', { name: 'Active now' }).waitFor()
  await vic.page.close({ runBeforeUnload: true })
  await ada.row(vic.id).getByRole('img', { name: 'Gone' }).waitFor({ state: 'attached' })
})
