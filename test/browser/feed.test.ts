import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { WebSocketRoute } from 'playwright-core'
import { becomes } from './becomes.ts'
import { stage, type Stage } from './stage.ts'

let s: Stage
before(async () => {
  s = await stage({ pace: 5 })
})
afterEach(() => s.clear())
after(() => s.close())

test('an operator signs in and the Live Feed is there', async () => {
  const page = await (await s.context()).newPage()
  await page.goto(s.world.url)
  await page.getByLabel('E-mail').fill('ada@halo.test')
  await page.getByLabel('Password').fill('wrong password')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').filter({ hasText: /./ }).waitFor()
  await page.getByLabel('Password').fill('correct horse')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Live Feed' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'Live Feed' }).waitFor()
})

test('where sockets are blocked the feed is asked for by plain requests', async () => {
  const ada = await s.operator()
  await ada.page.routeWebSocket('**/api/socket', (line) => line.close())
  await ada.page.reload()
  const vic = await (await s.visitor()).open()
  await ada.follow(vic.id)
  await vic.say('Which cards do you accept?')
  await ada.said('Which cards do you accept?').waitFor()
  await ada.takeOver.click()
  await vic.line('Ada joined').waitFor()
  await ada.handBackWith()
  await ada.takeOver.waitFor()
})

test('the row is there the moment the chat opens, and tells who, about what, how they feel and who holds the pen', async () => {
  const [vic, ada] = await Promise.all([s.visitor(), s.operator()])
  await vic.open()
  const row = ada.row(vic.id)
  await row.getByText('Anonymous').waitFor()
  await row.getByText('Opened the chat, nothing written yet').waitFor()
  await row.getByRole('img', { name: 'Active now' }).waitFor()
  await row.getByText('Neutral').waitFor()
  await row.getByText('Nora · AI').waitFor()
  await vic.say('What does the warranty of the grinder cover?')
  await row.getByText('What does the warranty of the grinder cover?').waitFor()
  await vic.say('This is ridiculous!! I am furious, your grinder is useless garbage!!')
  await row.getByText('Angry').waitFor()
})

test('J and K walk the list, Enter goes to the transcript, the address can be shared', async () => {
  const ada = await s.operator()
  await ada.page.goto(`${s.world.url}/inbox/live?sort=newest`)
  const [, second, third] = [
    await (await s.visitor()).open(),
    await (await s.visitor()).open(),
    await (await s.visitor()).open(),
  ]
  await third.say('Do you sell gift cards?')
  await third.answer(/./).nth(1).waitFor()
  await ada.feed.locator(`[aria-posinset="1"] [data-id="${third.id}"]`).waitFor()
  const chosen = (id: string) => ada.feed.locator(`[aria-current][data-id="${id}"]`).waitFor()
  await ada.page.keyboard.press('j')
  await chosen(third.id)
  await ada.page.keyboard.press('j')
  await chosen(second.id)
  await ada.page.keyboard.press('k')
  await chosen(third.id)
  await ada.said('Do you sell gift cards?').waitFor()
  await ada.page.keyboard.press('Enter')
  assert.ok(await ada.transcript.evaluate((log) => document.activeElement === log))
  const shared = await s.operator(await s.world.ben())
  await shared.page.goto(ada.page.url())
  await shared.transcript.waitFor()
  await becomes(
    () => shared.transcript.getByRole('article').first().innerText(),
    await ada.transcript.getByRole('article').first().innerText(),
  )
  await ada.page.getByRole('img', { name: /Ben/ }).first().waitFor()
})

test('search and filters leave only what matches, and survive a reload', async () => {
  const [vic, tom, ada] = [await (await s.visitor()).open(), await (await s.visitor()).open(), await s.operator()]
  await vic.say('I would like a chartreuse teapot')
  await tom.say('This is an outrageous disgrace, I am furious!!')
  await ada.row(tom.id).getByText('Angry').waitFor()
  await ada.row(vic.id).waitFor()
  await ada.page.keyboard.press('/')
  await ada.page.keyboard.type('chartreuse')
  await ada.row(tom.id).waitFor({ state: 'detached' })
  await becomes(() => ada.row(vic.id).count(), 1)
  await ada.page.reload()
  await ada.row(vic.id).waitFor()
  await becomes(() => ada.row(tom.id).count(), 0)
  await ada.page.getByRole('button', { name: 'Clear filters' }).click()
  await ada.row(tom.id).waitFor()
  await ada.page.getByRole('button', { name: 'Filters' }).click()
  await ada.page.getByRole('combobox', { name: 'Mood' }).click()
  await ada.page.getByRole('option', { name: 'Frustrated or angry' }).click()
  await ada.row(vic.id).waitFor({ state: 'detached' })
  await becomes(() => ada.row(tom.id).count(), 1)
})

test('a lost connection is one quiet line with the age of what is shown, and heals itself', async () => {
  const [vic, ada] = [await (await s.visitor()).open(), await s.operator()]
  const lines: WebSocketRoute[] = []
  await ada.page.routeWebSocket('**/api/socket', (line) => {
    line.connectToServer()
    lines.push(line)
  })
  await ada.page.reload()
  await ada.row(vic.id).waitFor()
  // The browser keeps a socket that is open already, cable or not.
  await ada.page.context().setOffline(true)
  await Promise.all(lines.map((line) => line.close()))
  await ada.page.getByText('Connection lost, shown as of').waitFor()
  await vic.say('What does the warranty of the grinder cover?')
  await vic.answer(/./).nth(1).waitFor()
  await ada.page.context().setOffline(false)
  await ada.row(vic.id).getByText('What does the warranty of the grinder cover?').waitFor()
  await ada.page.getByText('Connection lost').waitFor({ state: 'detached' })
})
