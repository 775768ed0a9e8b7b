import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { newId } from '../../client/id.ts'
import { becomes } from './becomes.ts'
import { stage, type Stage } from './stage.ts'

let s: Stage
before(async () => {
  s = await stage({ pace: 5 })
})
afterEach(() => s.clear())
after(() => s.close())

const palette = (page: Page) => page.getByRole('combobox', { name: /^Find a screen/ })

test('what is typed in the moment in which the palette opens stands in its field', async () => {
  const { page } = await s.operator()
  await page.getByRole('heading', { name: 'Live Feed' }).waitFor()
  await page.getByRole('searchbox').focus()
  // All in one turn of the page, before it could draw the palette.
  await page.evaluate(() => {
    const press = (key: string, ctrlKey = false) =>
      document.activeElement!.dispatchEvent(
        new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true, cancelable: true }),
      )
    press('k', true)
    for (const letter of 'goappx') press(letter)
    press('Backspace')
  })
  await becomes(() => palette(page).inputValue(), 'goapp')
  assert.equal(await page.locator('input[type=search]').inputValue(), '', 'the field before it took none')
  await page.keyboard.type('s')
  await becomes(() => palette(page).inputValue(), 'goapps', 'one goes on at the end')
})

test('the palette finds people, tickets and articles, and opens them', async () => {
  const jane = await s.world.visitor({ userId: 'quill', userTraits: { name: 'Quill Quimby' } })
  const chat = await jane.open()
  await jane.say(chat, 'My quadrant compass broke')
  await jane.askForHuman(chat)
  await s.world.ada.call('PUT /api/articles/:id', {
    params: { id: newId() },
    body: { title: 'Quince jelly', body: 'Boil it.', url: null },
  })
  const { page } = await s.operator()
  await page.getByRole('heading', { name: 'Live Feed' }).waitFor()
  const find = async (letters: string, option: RegExp) => {
    await page.keyboard.press('Control+k')
    await page.keyboard.type(letters)
    await page.getByRole('option', { name: option }).click()
    await palette(page).waitFor({ state: 'detached' })
  }
  await find('quimby', /^People: Quill Quimby/)
  await page.getByRole('heading', { name: 'Quill Quimby' }).waitFor()
  await find('quadrant', /^Tickets: #\d+ .*quadrant/)
  await page.getByRole('log', { name: 'Transcript' }).waitFor()
  await find('quince', /^Articles: Quince jelly/)
  await becomes(() => page.getByRole('textbox', { name: 'Title' }).inputValue(), 'Quince jelly')
})

test('a door opens its places, the lit one is in view, and what a member may not is not there', async () => {
  const ben = await s.world.ben()
  await s.world.ada.call('PATCH /api/team/:id', {
    params: { id: ben.person.id },
    body: { access: { role: 'member', inbox: 'view', agents: 'none' } },
  })
  const { page } = await s.operator(ben)
  const main = page.getByRole('navigation', { name: 'Main' })
  await main
    .getByRole('link', { name: /^Live Feed/ })
    .and(page.locator('[aria-current=page]'))
    .waitFor()
  await main.getByRole('link', { name: 'Knowledge' }).click()
  await page.getByRole('heading', { name: 'Taught', level: 1 }).waitFor()
  assert.equal(await main.getByRole('link', { name: /Articles|Agents|Installation/ }).count(), 0)
  await main.getByRole('link', { name: 'Settings' }).click()
  await main.getByRole('link', { name: 'Team' }).waitFor()
  assert.equal(await main.getByRole('link', { name: /API keys|Audit|Privacy|Webhooks/ }).count(), 0)
})

test('one changes how one is called, and colleagues and visitors see it', async () => {
  const { page } = await s.operator()
  await page.goto(`${s.world.url}/account`)
  const face = page.getByRole('region', { name: 'Name and picture' })
  await face.waitFor()
  assert.equal(await page.getByRole('navigation').count(), 1, 'what is no place has no parts')
  await face.getByLabel('Name').fill('Adelaide')
  await face.getByLabel('Picture').fill('ftp://somewhere')
  await face.getByRole('button', { name: 'Save' }).click()
  await face.getByLabel('Picture').fill('')
  await face.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved. Colleagues and visitors').waitFor()
  await page.getByRole('button', { name: /Adelaide/ }).waitFor()
  await page.getByRole('heading', { name: 'This browser' }).waitFor()
  const vic = await s.world.visitor()
  const chat = await vic.open()
  await s.world.ada.takeOver(chat)
  await becomes(async () => (await vic.transcript(chat)).conversation.control.operator?.name, 'Adelaide')
  const { members } = await s.world.ada.call('GET /api/team')
  assert.ok(members.some(({ name }) => name === 'Adelaide'))
})
