import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { becomes } from './becomes.ts'
import { goTo } from './go-to.ts'
import { stage, type Stage } from './stage.ts'

let s: Stage
before(async () => {
  s = await stage({ pace: 80 })
})
afterEach(() => s.clear())
after(() => s.close())

test('taking over stops the AI mid-word, tells the visitor by name and every watcher who has the pen; handing back lets the AI go on', async () => {
  const { vic, ada } = await s.watched()
  const ben = await s.operator(await s.world.ben())
  await ben.follow(vic.id)
  await vic.say('How long does shipping take?')
  await Promise.all([vic.draft.waitFor(), ada.draft.waitFor()])
  await ada.takeOver.click()
  await vic.line('Ada joined').waitFor()
  await becomes(
    async () => (await vic.draft.count()) + (await vic.answer('Shipping and delivery').count()),
    0,
    'the half answer is gone for the visitor',
  )
  await vic.panel.getByRole('heading', { name: 'Ada' }).waitFor()
  const cut = ada.transcript.locator('.line-through')
  await cut.waitFor()
  const said = await cut.innerText()
  assert.ok(
    said.length > 0 && !said.includes('on a roasting day'),
    'struck through, up to the word where it stopped',
  )
  await ben.page.getByText('Ada has the pen').first().waitFor()
  await ben.page.getByRole('button', { name: 'Take the pen from Ada' }).waitFor()
  await ada.row(vic.id).getByText('Ada', { exact: true }).waitFor()
  await ada.page.getByText('In Progress').waitFor()

  await ada.page.keyboard.type('Hello, I am looking into it myself.')
  await ada.page.keyboard.press('Enter')
  await vic.line('Hello, I am looking into it myself.').waitFor()
  await becomes(() => vic.log.locator('.said.operator .author').innerText(), 'Ada, support')
  await vic.say('Thank you. Do you ship to Norway?')
  await ada.said('Do you ship to Norway?').waitFor()
  await ada.handBack.click()
  await becomes(
    () => ada.handBackNote.inputValue(),
    /Ada: Hello, I am looking into it myself\.\n.*: Thank you\. Do you ship to Norway\?/,
  )
  await ada.handBackNote.fill('They live in Oslo.')
  await ada.page.keyboard.press('Enter')
  await ada.page.getByText('left word for the AI').waitFor()
  assert.equal(await vic.panel.getByText('They live in Oslo.').count(), 0)
  await vic.answer('Norway').waitFor()
  await vic.panel.getByRole('heading', { name: 'Nora AI' }).waitFor()
  await ada.takeOver.waitFor()
})

test('two operators click at once: one wins, the other is told who', async () => {
  const { vic, ada } = await s.watched()
  const ben = await s.operator(await s.world.ben())
  await ben.follow(vic.id)
  await Promise.allSettled([ada, ben].map(({ takeOver }) => takeOver.click({ force: true, timeout: 2_000 })))
  await vic
    .line(/joined/)
    .first()
    .waitFor()
  const { control } = (await s.world.ada.transcript(vic.id)).conversation
  const [winner, loser] = control.operator!.name === 'Ada' ? [ada, ben] : [ben, ada]
  await winner.handBack.waitFor()
  await loser.page.getByText(`${control.operator!.name} has the pen`).first().waitFor()
  await becomes(() => vic.line(/joined/).count(), 1)
  await loser.page
    .getByRole('button', { name: `Take the pen from ${control.operator!.name}` })
    .first()
    .click()
  await loser.handBack.waitFor()
  await winner.page
    .getByRole('button', { name: /^Take the pen from/ })
    .first()
    .waitFor()
})

test('a double click on Take Over Chat takes over, and does not hand back', async () => {
  const { vic, ada } = await s.watched()
  await ada.takeOver.dblclick({ delay: 60 })
  await vic.line('Ada joined').waitFor()
  await ada.handBack.waitFor()
  await ada.reply('Still me')
  await vic.line('Still me').waitFor()
  assert.equal(await vic.line('Ada left').count(), 0)
})

test('writing a reply to the visitor of an AI conversation takes over', async () => {
  const { vic, ada } = await s.watched()
  await ada.page.keyboard.press('r')
  await ada.page.keyboard.type('Hello from a person')
  await ada.page.keyboard.press('Enter')
  await vic.line('Hello from a person').waitFor()
  await vic.line('Ada joined').waitFor()
  await ada.handBack.waitFor()
  await goTo(ada.page, 'Assigned to me')
  await ada.page
    .getByRole('link', { name: /In Progress/ })
    .first()
    .waitFor()
})

test('whoever I took over is mine to see: pinned above the feed, and told on every other screen', async () => {
  const { vic, ada } = await s.watched()
  await ada.takeOver.click()
  await vic.line('Ada joined').waitFor()
  const mine = ada.page.getByRole('list', { name: /^With you/ })
  const mark = mine
    .getByRole('listitem')
    .filter({ has: ada.page.locator(`[data-id="${vic.id}"]`) })
    .getByText('Unread')
  await ada.row(vic.id).waitFor()
  await ada.feed.locator(`[data-id="${vic.id}"]`).waitFor({ state: 'detached' })
  await goTo(ada.page, 'Articles')
  await vic.say('Are you still there?')
  await ada.page.getByText('Anonymous: Are you still there?').waitFor()
  await becomes(() => ada.page.title(), /^\(\d+\)/)
  await goTo(ada.page, 'Live Feed')
  await mark.waitFor()
  const again = await s.operator()
  await becomes(() => again.page.title(), /^\(\d+\)/)
  await ada.row(vic.id).click()
  await mark.waitFor({ state: 'detached' })
  await becomes(() => again.page.getByText('Unread').count(), 0, 'her other browser agrees')
  await vic.panel.getByText('Seen').waitFor()
  await ada.reply('I am.')
  await ada.page.getByText('Seen').waitFor()
})

test('an operator who goes away is seen as away by colleagues and in every browser, and whoever waits for them needs somebody', async () => {
  const vic = await s.visitor()
  await vic.open()
  await vic.say('My grinder is broken')
  const ben = await s.world.ben()
  await ben.reply(vic.id, 'Press the red button.')
  await vic.line('Press the red button.').waitFor()
  const [his, ada] = [await s.operator(ben), await s.operator()]
  await his.page.getByRole('button', { name: 'Ben' }).click()
  await his.page.getByRole('menuitemradio', { name: 'Away' }).click()
  await his.page.getByRole('button', { name: 'Ben Away' }).waitFor()
  await vic.say('It still does not work')
  await vic.line('Ben is away right now').waitFor()

  await ada.row(vic.id).getByText('Ben is away').first().waitFor()
  await ada.follow(vic.id)
  await ada.page.getByText('Ben has the pen · away').waitFor()
  await his.page.reload()
  await his.page.getByRole('button', { name: 'Ben Away' }).click()
  await his.page.getByRole('menuitemradio', { name: 'On duty' }).click()
  await his.page.getByRole('button', { name: 'Ben', exact: true }).waitFor()
  await becomes(() => ada.row(vic.id).getByText('Ben is away').count(), 0)
})

test('what was just sent is edited or taken back, and both sides see that', async () => {
  const { vic, ada } = await s.watched()
  await vic.say('Where is my parcel?')
  await ada.takeOver.click()
  await ada.reply('It arrives on Mondey')
  await vic.line('It arrives on Mondey').waitFor()
  await ada.said('It arrives on Mondey').getByRole('button', { name: 'Edit' }).click()
  await ada.page.getByRole('textbox', { name: 'Edit your reply' }).fill('It arrives on Monday')
  await ada.page.keyboard.press('Enter')
  await vic.line('It arrives on Monday').waitFor()
  await vic.panel.getByText('edited').waitFor()
  await ada.said('edited').getByRole('button', { name: 'Take back' }).click()
  await vic.panel.getByText('This message was taken back.').waitFor()
  assert.equal(await vic.panel.getByText('It arrives on').count(), 0)
  await ada.page.getByText('Took this back').waitFor()
})

test('whoever has the ticket decides with one key that it is done, also when the visitor only said thanks', async () => {
  const { vic, ada } = await s.watched()
  await ada.takeOver.click()
  await ada.reply('Press the red button.')
  await vic.line('Press the red button.').waitFor()
  await vic.say('Perfect, thank you!')
  await ada.said('Perfect, thank you!').waitFor()
  const ticket = async () => (await s.world.ada.transcript(vic.id)).conversation.ticket
  assert.equal((await ticket())?.status, 'in_progress')
  await ada.page.keyboard.press('Escape')
  await ada.page.keyboard.press('Shift+E')
  await ada.page
    .getByText(/Ticket #\d+ resolved/)
    .first()
    .waitFor()
  assert.deepEqual([(await ticket())?.status, (await ticket())?.resolvedBy], ['resolved', 'person'])
  await ada.page.getByRole('button', { name: 'Resolve', exact: true }).waitFor({ state: 'detached' })
})

test('a colleague is asked without handing over, answers in the transcript, and the AI goes on with it', async () => {
  const { vic, ada } = await s.watched()
  await vic.say('How long does shipping take?')
  await vic.answer('Shipping and delivery').waitFor()
  await ada.page.getByRole('button', { name: /^Inbox training/ }).click()
  await ada.whisperField.fill('Is the lorry to Norway late again?')
  await ada.page.getByRole('button', { name: 'Ask the team' }).click()
  await vic.line('I am checking with a colleague.').waitFor()
  const ben = await s.operator(await s.world.ben())
  await ben.row(vic.id).getByText('Team asked').first().waitFor()
  await ben.follow(vic.id)
  await ben.page.getByRole('textbox', { name: 'Answer Ada' }).fill('It arrives two days later than usual.')
  await ben.page.keyboard.press('Enter')
  await vic.line('It arrives two days later than usual.').waitFor()
  await ada.transcript.getByText('Ben answered').waitFor()
  assert.equal(await vic.panel.getByText('lorry').count(), 0)
})
