import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { eventually } from '../world.ts'
import { becomes } from './becomes.ts'
import { goTo } from './go-to.ts'
import { stage, type Stage } from './stage.ts'

let on: Stage
before(async () => {
  on = await stage({ pace: 0 })
})
afterEach(() => on.clear())
after(() => on.close())

test('an operator names a topic, tries a message, and sees the next conversation bear its title; removed, it can be taken back', async () => {
  const { page, feed } = await on.operator()
  await goTo(page, 'Topics')
  await page.getByText('No topics yet').waitFor()
  await page.getByRole('button', { name: 'Add topic' }).click()
  const form = page.getByRole('form', { name: 'New topic' })
  await form.getByLabel('Title').fill('Six words are one too many')
  await form.getByText('At most 5 words', { exact: true }).waitFor()
  assert.equal(await form.getByRole('button', { name: 'Save' }).isDisabled(), true)
  await form.getByLabel('Title').fill('Broken grinder')
  await form
    .getByLabel('Examples')
    .fill('My grinder is broken\nThe grinder makes a strange noise\n\nMy grinder is broken')
  await form.getByRole('button', { name: 'Save' }).click()
  const topics = page.getByRole('list', { name: 'Topics', exact: true })
  await topics.getByRole('heading', { name: 'Broken grinder' }).waitFor()

  const trial = page.getByRole('region', { name: 'Try a message' })
  await trial.getByLabel('Try a message').fill('the noise of my grinder is strange')
  await eventually(async () => {
    const answered = page.waitForResponse((response) => response.request().method() === 'POST')
    await trial.getByRole('button', { name: 'Try' }).click()
    await answered
    await trial.getByRole('list', { name: 'Nearness' }).waitFor()
    return trial.getByText('named here').isVisible()
  }, 'the topic to be known')
  await becomes(() => trial.getByRole('list', { name: 'Nearness' }).innerText(), /Broken grinder\s+\d+/)

  const vic = await on.world.visitor()
  const chat = await vic.open()
  await vic.say(chat, 'my grinder is broken')
  await topics.getByRole('link', { name: 'Live' }).click()
  await feed.locator(`[data-id="${chat}"]`).getByText('Broken grinder').waitFor()

  await goTo(page, 'Topics')
  await topics.getByRole('button', { name: 'Remove Broken grinder' }).click()
  await page.getByText('No topics yet').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await topics.getByRole('button', { name: 'Edit Broken grinder' }).click()
  await page.getByRole('form', { name: 'Topic “Broken grinder”' }).getByLabel('Title').fill('Grinder repair')
  await page.keyboard.press('Enter')
  await topics.getByRole('heading', { name: 'Grinder repair' }).waitFor()
})
