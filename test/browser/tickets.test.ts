import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { eventually } from '../world.ts'
import { becomes } from './becomes.ts'
import { goTo } from './go-to.ts'
import { stage, type Stage } from './stage.ts'

let on: Stage
before(async () => {
  on = await stage({ pace: 1, timing: { closeGraceMs: 100, leaveGraceMs: 50, sweepIntervalMs: 50 } })
})
afterEach(() => on.clear())
after(() => on.close())

/** Somebody asked for a person: an open ticket. */
async function asked(words = 'My grinder arrived broken, what now?') {
  const vic = await on.world.visitor()
  const chat = await vic.open()
  await vic.say(chat, words)
  await vic.askForHuman(chat)
  return { vic, chat, ticket: (await on.world.ada.transcript(chat)).conversation.ticket! }
}

test('a ticket is found in its view, read as a thread, assigned, noted on and resolved; every step can be undone', async () => {
  const ben = await on.world.ben()
  const { chat, ticket } = await asked()
  const { page, transcript } = await on.operator()
  await goTo(page, 'All tickets')
  const list = page.getByRole('list', { name: 'Tickets' })
  await list.getByRole('link', { name: new RegExp(`#${ticket.number}\\b`) }).click()
  await transcript.getByText(`Ticket #${ticket.number} opened`).waitFor()
  const bar = page.getByRole('region', { name: `Ticket #${ticket.number}` })

  await bar.getByRole('button', { name: 'Assignee: Nobody' }).click()
  await page.getByRole('menuitem', { name: 'Ben' }).click()
  await bar.getByRole('button', { name: 'Assignee: Ben' }).waitFor()
  await transcript.getByText(/assigned to Ben by Ada/).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await bar.getByRole('button', { name: 'Assignee: Nobody' }).waitFor()

  await page.keyboard.press('n')
  const note = page.getByRole('textbox', { name: /^Note to colleagues/ })
  await note.pressSequentially('@be')
  await page.getByRole('option', { name: 'Ben' }).waitFor()
  await page.keyboard.press('Enter')
  await note.pressSequentially('please look')
  await page.keyboard.press('Enter')
  await transcript.getByText('@Ben please look').waitFor()
  assert.deepEqual(
    (await ben.call('GET /api/tickets', { query: { view: 'mentions' } })).tickets.map(({ id }) => id),
    [ticket.id],
  )

  const subject = bar.getByRole('textbox', { name: 'Subject' })
  await subject.fill('Broken grinder')
  await subject.press('Enter')
  await list.getByText('Broken grinder').waitFor()
  await bar.getByRole('button', { name: 'Details' }).click()
  await page.getByRole('textbox', { name: 'Name of the field' }).fill('order')
  await page.getByRole('textbox', { name: 'Text of the field' }).fill('A-17')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('definition').filter({ hasText: 'A-17' }).waitFor()
  await page.keyboard.press('Escape')

  await bar.getByRole('button', { name: 'Status: Open' }).click()
  await page.getByRole('menuitem', { name: 'Snooze until a reply' }).click()
  await bar.getByText('Sleeps until the visitor writes.').waitFor()
  await page.getByRole('combobox', { name: /^View: All/ }).click()
  await page.getByRole('option', { name: 'Snoozed · 1' }).click()
  await list.getByText('Broken grinder').waitFor()
  const { ticket: now } = (await on.world.ada.transcript(chat)).conversation
  assert.deepEqual([now?.status, now?.subject, now?.fields], ['snoozed', 'Broken grinder', { order: 'A-17' }])
})

test('many tickets are changed at once, and given back what they were', async () => {
  const [one, two] = [await asked(), await asked()]
  const { page } = await on.operator()
  await page.goto(`${on.world.url}/tickets?view=open`)
  for (const { ticket } of [one, two])
    await page.getByRole('checkbox', { name: `Choose #${ticket.number}` }).check()
  const toolbar = page.getByRole('toolbar', { name: 'Chosen tickets' })
  await toolbar.getByText('2 chosen').waitFor()
  await toolbar.getByRole('button', { name: 'Status' }).click()
  await page.getByRole('menuitem', { name: 'Spam' }).click()
  const status = async ({ chat }: { chat: string }) =>
    (await on.world.ada.transcript(chat)).conversation.ticket?.status
  await eventually(async () => (await status(one)) === 'spam' && (await status(two)) === 'spam', 'both to be spam')
  await page.getByRole('checkbox', { name: `Choose #${one.ticket.number}` }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('checkbox', { name: `Choose #${one.ticket.number}` }).waitFor()
  await eventually(
    async () => (await status(one)) === 'open' && (await status(two)) === 'open',
    'both to be as they were',
  )
})

test('duplicates are merged into the one that is open, and taken apart again', async () => {
  const { vic, chat, ticket } = await asked()
  await vic.leave(chat)
  await eventually(async () => (await on.world.ada.transcript(chat)).conversation.status === 'completed', 'the end')
  const next = await vic.open()
  await vic.say(next, 'Still about the grinder')
  await vic.askForHuman(next)
  const second = (await on.world.ada.transcript(next)).conversation.ticket!
  const { page } = await on.operator()
  await page.goto(`${on.world.url}/tickets/${chat}`)
  await page
    .getByRole('region', { name: `Ticket #${ticket.number}` })
    .getByRole('button', { name: 'Details' })
    .click()
  await page.getByRole('button', { name: 'Merge in' }).click()
  await page.getByRole('button', { name: 'Take apart' }).waitFor()
  await page
    .getByRole('list', { name: 'Tickets' })
    .getByRole('link', { name: new RegExp(`#${second.number}\\b`) })
    .waitFor({ state: 'detached' })
  await page.goto(`${on.world.url}/tickets/${next}`)
  await page.getByText(`A duplicate, merged into #${ticket.number}.`).waitFor()
  await page.getByRole('button', { name: 'Take apart' }).click()
  await page.getByText(`A duplicate, merged into #${ticket.number}.`).waitFor({ state: 'detached' })
})

test('a canned reply is written once, found behind “/”, filled in and sent; the AI drafts another', async () => {
  const { page, transcript, takeOver, replyField } = await on.operator()
  await goTo(page, 'Canned replies')
  await page.getByRole('button', { name: 'Write' }).click()
  await page.getByLabel('Name').fill('Broken on arrival')
  await page.getByLabel('Text').fill('Hi {{name}}, {{agent}} here. A new one is on its way ({{ticket}}).')
  await page.getByText('Hi Jane, Ada here. A new one is on its way (#12).').waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('list', { name: 'Canned replies' }).getByText('Broken on arrival').waitFor()

  const { chat, ticket } = await asked('How do I pause my subscription?')
  await page.goto(`${on.world.url}/tickets/${chat}`)
  await takeOver.click()
  await replyField.pressSequentially('/broken')
  await page.getByRole('option', { name: /Broken on arrival/ }).waitFor()
  await page.keyboard.press('Enter')
  await becomes(() => replyField.inputValue(), `Hi, Ada here. A new one is on its way (#${ticket.number}).`)
  await page.keyboard.press('Enter')
  await transcript.getByRole('article').filter({ hasText: 'A new one is on its way' }).waitFor()

  await page.getByRole('button', { name: 'Draft' }).click()
  await eventually(async () => /pause/i.test(await replyField.inputValue()), 'the draft in the field')
  assert.ok(
    !(await on.world.ada.transcript(chat)).messages.some(
      ({ from, text }) => from === 'operator' && /pause/i.test(text),
    ),
    'never sent by itself',
  )
})

test('a reply to somebody who has left waits for the next visit, with a dot on the button', async () => {
  const vic = await on.visitor()
  await vic.open()
  await vic.say('Where is my parcel?')
  await vic.answer(/./).nth(1).waitFor()
  await vic.launcher.click()
  await eventually(
    async () => (await on.world.ada.transcript(vic.id)).conversation.status === 'completed',
    'the end',
  )
  await vic.page.goto('about:blank')

  await on.world.ada.takeOver(vic.id)
  const ada = await on.operator()
  await ada.page.goto(`${on.world.url}/tickets/${vic.id}`)
  await ada.reply('It is at your neighbour’s.')
  await ada.said('It is at your neighbour’s.').waitFor()

  await vic.page.goto(`${on.world.url}/demo/`)
  await vic.page.locator('#halo-widget .launcher[data-unread="1"]').waitFor()
  await vic.launcher.click()
  await vic.line('It is at your neighbour’s.').waitFor()
  await vic.launcher.click()
  await vic.page.reload()
  await vic.page.locator('#halo-widget .launcher[data-unread=""]').waitFor()
})

test('what a resolved ticket taught is proposed, edited and accepted', async () => {
  const { chat, ticket } = await asked('Do you repair espresso machines of other brands?')
  await on.world.ada.reply(chat, 'Yes, Jane, for a flat 60 dollars.')
  await on.world.ada.call('PUT /api/tickets/:id/status', {
    params: { id: ticket.id },
    body: { status: 'resolved' },
  })
  const { page } = await on.operator()
  await goTo(page, 'Proposed')
  const proposal = page
    .getByRole('list', { name: 'Proposed answers' })
    .getByRole('listitem')
    .filter({ hasText: `ticket #${ticket.number}` })
  await becomes(
    () => proposal.getByLabel('Question').inputValue(),
    'Do you repair espresso machines of other brands?',
  )
  await proposal.getByLabel('Answer').fill('We repair machines of every brand for a flat 60 dollars.')
  await proposal.getByRole('button', { name: 'Accept' }).click()
  await proposal.waitFor({ state: 'detached' })
  const { articles } = await on.world.ada.call('GET /api/articles', { query: { text: 'machines of every brand' } })
  assert.deepEqual(
    articles.map(({ title }) => title),
    ['Do you repair espresso machines of other brands?'],
  )
})
