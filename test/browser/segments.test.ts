import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { newId } from '../../server/ground/context.ts'
import { eventually } from '../world.ts'
import { becomes } from './becomes.ts'
import { goTo } from './go-to.ts'
import { stage, type Stage } from './stage.ts'

let on: Stage
before(async () => {
  on = await stage({ pace: 5, timing: { closeGraceMs: 100 } })
})
afterEach(() => on.clear())
after(() => on.close())

/** Somebody of a plan who asks for a person. */
async function customer(userId: string, name: string, plan: string) {
  const vic = await on.world.visitor({ userId, userTraits: { name } })
  await vic.call('PATCH /api/widget/visitor', { body: { userTraits: { plan } } })
  const chat = await vic.open()
  await vic.say(chat, 'My grinder arrived broken, what now?')
  await eventually(
    async () => (await on.world.ada.transcript(chat)).conversation.lastMessage?.from === 'ai',
    'the answer',
  )
  await vic.askForHuman(chat)
  return { chat, ticket: (await on.world.ada.transcript(chat)).conversation.ticket! }
}

test('a custom inbox of tickets is written, shared, edited, moved, removed and put back', async () => {
  const jane = await customer('jane', 'Jane Doe', 'gold')
  const omar = await customer('omar', 'Omar Haddad', 'free')
  const { page } = await on.operator()
  const sidebar = page.getByRole('navigation', { name: 'Main' })
  const tickets = page.getByRole('list', { name: 'Tickets' })
  await goTo(page, 'All tickets')
  await page.getByRole('button', { name: 'Segments' }).click()
  await page.getByRole('menuitem', { name: 'New segment' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Gold customers')
  await dialog.getByRole('radio', { name: 'Star' }).check({ force: true })
  await dialog.getByRole('button', { name: 'Add condition' }).click()
  const second = dialog.getByRole('group', { name: 'Condition 2' })
  await second.getByLabel('Field').selectOption({ label: 'plan' })
  await second.getByLabel('Comparison').selectOption('is')
  await second.getByLabel('Value').fill('gold')
  await dialog.getByText('1 ticket', { exact: true }).waitFor()
  await dialog.getByRole('switch', { name: 'Share with the team' }).click()
  await dialog.getByRole('button', { name: 'Save' }).click()

  await page.getByRole('heading', { name: 'Gold customers', level: 1 }).waitFor()
  await tickets.getByRole('link', { name: new RegExp(`#${jane.ticket.number}\\b`) }).waitFor()
  await becomes(() => tickets.getByRole('link').count(), 1)
  await sidebar.getByRole('link', { name: /Gold customers.*1$/ }).waitFor()
  await becomes(() => sidebar.locator('[aria-current=page]').count(), 1, 'one place is lit')

  const ben = await on.operator(await on.world.ben())
  await ben.page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: /Gold customers/ })
    .click()
  await ben.page
    .getByRole('list', { name: 'Tickets' })
    .getByRole('link', { name: /Jane Doe/ })
    .click()
  await ben.page.getByRole('region', { name: `Ticket #${jane.ticket.number}` }).waitFor()
  assert.match(ben.page.url(), /segment=/, 'the list stays while a ticket is open')

  await page.getByRole('button', { name: 'Segments' }).click()
  await page.getByRole('menuitem', { name: 'Edit segment' }).click()
  await dialog.getByRole('radio', { name: 'any of these hold' }).check()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await tickets.getByRole('link', { name: new RegExp(`#${omar.ticket.number}\\b`) }).waitFor()

  await on.world.ada.call('PUT /api/segments/:id', {
    params: { id: newId() },
    body: {
      kind: 'tickets',
      name: 'Nobody’s',
      icon: 'flag',
      shared: false,
      filter: { join: 'all', tests: [{ field: 'assignee', how: 'not_set' }] },
    },
  })
  await page.reload()
  const names = async () =>
    (await sidebar.getByRole('link').allInnerTexts())
      .map((text) => text.split('\n')[0])
      .filter((text) => /Gold|Nobody/.test(text!))
  await sidebar.getByRole('link', { name: /Nobody’s/ }).waitFor()
  assert.deepEqual(await names(), ['Gold customers', 'Nobody’s'])
  await page.getByRole('button', { name: 'Segments' }).click()
  await page.getByRole('menuitem', { name: 'Move down' }).click()
  await eventually(async () => (await names())[0] === 'Nobody’s', 'the other order')

  await page.getByRole('button', { name: 'Segments' }).click()
  await page.getByRole('menuitem', { name: 'Remove segment' }).click()
  await sidebar.getByRole('link', { name: /Gold customers/ }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Undo' }).click()
  await sidebar.getByRole('link', { name: /Gold customers/ }).waitFor()
  await eventually(async () => (await names())[1] === 'Gold customers', 'its place')
})

test('a segment of contacts is written from the palette and found there again', async () => {
  await customer('rosa', 'Rosa Diaz', 'silver')
  const { page } = await on.operator()
  await page.getByRole('heading', { name: 'Live Feed', level: 1 }).waitFor()
  const palette = page.getByRole('combobox', { name: /Find a screen/ })
  await page.keyboard.press('Control+k')
  await palette.fill('segment of contacts')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'New segment of contacts' })
  await dialog.getByLabel('Name').fill('Silver people')
  const first = dialog.getByRole('group', { name: 'Condition 1' })
  await first.getByLabel('Field').selectOption({ label: 'Another trait…' })
  await first.getByLabel('Key').fill('plan')
  await first.getByLabel('Comparison').selectOption('contains')
  await first.getByLabel('Value').fill('silv')
  await dialog.getByText('1 contact', { exact: true }).waitFor()
  await dialog.getByRole('button', { name: 'Save' }).click()
  const people = page.getByRole('list', { name: 'Contacts' })
  await people.getByRole('link', { name: /Rosa Diaz/ }).waitFor()
  await becomes(() => people.getByRole('link').count(), 1)

  await page.goto(`${on.world.url}/companies`)
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: /Silver people/ })
    .waitFor()
  await page.keyboard.press('Control+k')
  await palette.fill('silver')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Silver people', level: 1 }).waitFor()
})

test('whoever a note calls hears of it wherever they are, and has it unread until they open it', async () => {
  const { chat, ticket } = await customer('mia', 'Mia Ito', 'gold')
  const ben = await on.operator(await on.world.ben())
  await goTo(ben.page, 'Reports')
  await ben.page.getByRole('heading', { name: 'Reports', level: 1 }).waitFor()
  const ada = await on.operator()
  await ada.page.goto(`${on.world.url}/tickets/${chat}`)
  await ada.page.getByRole('button', { name: /^Note/ }).click()
  await ada.page.getByRole('textbox', { name: /note/i }).pressSequentially('@Be')
  await ada.page.getByRole('option', { name: /Ben/ }).click()
  await ada.page.keyboard.type('can you look?')
  await ada.page.keyboard.press('Enter')

  const mentions = ben.page.getByRole('link', { name: /^Mentions/ })
  await ben.page
    .getByRole('link', { name: /^Inbox/ })
    .getByText('1 unread')
    .waitFor()
  await ben.page.waitForFunction(() => document.title.startsWith('('))
  await goTo(ben.page, 'Mentions')
  await mentions.getByText('1 unread').waitFor()
  const row = ben.page
    .getByRole('list', { name: 'Tickets' })
    .getByRole('link', { name: new RegExp(`#${ticket.number}\\b`) })
  await row.getByLabel('Mentions you, unread').waitFor()
  await ben.page.getByRole('status').getByRole('button', { name: 'Open' }).click()
  await ben
    .said(/can you look/)
    .or(ben.page.getByText(/can you look\?/).last())
    .first()
    .waitFor()
  await mentions.getByText('1 unread').waitFor({ state: 'detached' })
  await eventually(
    async () => (await (await on.world.ben()).call('GET /api/mentions')).mentions.length === 0,
    'the server to know',
  )
  assert.equal(await ada.page.getByRole('link', { name: /^Mentions.*unread/ }).count(), 0, 'nobody else is called')
})
