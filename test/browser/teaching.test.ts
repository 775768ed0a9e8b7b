import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { becomes } from './becomes.ts'
import { goTo } from './go-to.ts'
import type { OperatorPage } from './operator-page.ts'
import { stage, type Stage } from './stage.ts'

let s: Stage
before(async () => {
  s = await stage({ pace: 2 })
})
afterEach(() => s.clear())
after(() => s.close())

/** Somebody whom the site knows, with an open chat, and Ada in front of it. */
async function known(
  userId: string,
  name: string,
): Promise<{ chat: string; jane: Awaited<ReturnType<Stage['world']['visitor']>>; ada: OperatorPage }> {
  const jane = await s.world.visitor({ userId, userTraits: { name } })
  const chat = await jane.open()
  const ada = await s.operator()
  await ada.follow(chat)
  return { chat, jane, ada }
}

test('a whisper about a known customer says that it is a lesson, and is widened, edited and dropped on the spot', async () => {
  const { ada } = await known('browser-jane', 'Jane Doe')
  await ada.whisper('Never mention the blue mug')
  const said = ada.transcript.getByText('Also saved as a lesson for')
  await said.waitFor()
  await ada.transcript.getByText('(not verified)').waitFor()
  await ada.transcript.getByRole('button', { name: 'For: Jane Doe' }).click()
  await ada.page.getByRole('menuitemradio', { name: 'Everyone' }).click()
  await ada.transcript.getByRole('button', { name: 'For: Everyone' }).waitFor()
  await ada.transcript.getByRole('button', { name: 'Edit lesson' }).click()
  const dialog = ada.page.getByRole('dialog', { name: 'Lesson for Everyone' })
  await dialog.getByLabel('What the AI is to know or do').fill('Never mention the green mug')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await ada.transcript.getByRole('button', { name: 'Drop lesson' }).click()
  await ada.transcript.getByText('Not kept as a lesson').waitFor()
  await ada.page.getByRole('button', { name: 'Undo' }).click()
  await said.waitFor()

  await goTo(ada.page, 'Inbox Training')
  const row = ada.page
    .getByRole('list', { name: 'Lessons' })
    .getByRole('listitem')
    .filter({ hasText: 'Never mention the green mug' })
  await row.getByText('Not used yet').waitFor()
  await row.getByRole('switch').click()
  await row.getByRole('switch', { checked: false }).waitFor()
  await row.getByRole('link', { name: /^Ada/ }).click()
  await ada.transcript.getByText('Also saved as a lesson for').waitFor()
  await ada.transcript.getByText('switched off').waitFor()
})

test('lessons that seem to contradict each other are flagged where they are saved, and the operator chooses', async () => {
  const ada = await s.operator()
  await goTo(ada.page, 'Inbox Training')
  for (const text of ['Offer free engraving on tampers', 'Never offer engraving on tampers']) {
    await ada.page.getByRole('button', { name: 'Add lesson' }).click()
    const dialog = ada.page.getByRole('dialog', { name: 'New lesson' })
    await dialog.getByLabel('What the AI is to know or do').fill(text)
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'hidden' })
  }
  const list = ada.page.getByRole('list', { name: 'Lessons' })
  await list.getByText('Seems to contradict “Offer free engraving on tampers”').waitFor()
  await list.getByRole('button', { name: 'Keep this one' }).click()
  await list.getByText('Seems to contradict').waitFor({ state: 'detached' })
  assert.equal(await list.getByText('Offer free engraving on tampers', { exact: true }).count(), 0)
  await list.getByText('Never offer engraving on tampers').waitFor()
})

test('an answer is corrected, the visitor is told, both texts stand side by side, and the next visitor gets the right one', async () => {
  const { vic, ada } = await s.watched()
  await vic.say('Do you repair espresso machines?')
  await ada.transcript.getByRole('button', { name: 'Add Correction' }).click()
  const dialog = ada.page.getByRole('dialog', { name: 'Add Correction' })
  await becomes(
    () => dialog.getByLabel('The question it answered').inputValue(),
    'Do you repair espresso machines?',
  )
  const warning = dialog.getByRole('status')
  await warning.getByText('These are the visitor’s own words.').waitFor()
  const question = dialog.getByLabel('The question it answered')
  await question.fill('My name is Jane Miller, do you repair order JM-4711?')
  await becomes(
    () => warning.innerText(),
    'It holds the reference “JM-4711” and the name “Jane Miller”. Others may read it: leave it out.',
  )
  await question.fill('Do you repair espresso machines?')
  const wrong = await dialog.getByRole('region', { name: 'What the AI said' }).getByRole('paragraph').innerText()
  await dialog.getByLabel('What it should have said').fill('We repair espresso machines every Thursday.')
  await dialog.getByLabel('Send the corrected text to this visitor now').check()
  await dialog.getByRole('button', { name: 'Save and send' }).click()
  await vic.log.getByText('Correction: We repair espresso machines every Thursday.').waitFor()
  const corrected = ada.transcript
    .getByRole('article')
    .filter({ has: ada.page.getByRole('region', { name: 'Correction' }) })
  await corrected.getByText('We repair espresso machines every Thursday.').waitFor()
  await corrected.getByText('The visitor was told.').waitFor()
  assert.ok((await corrected.innerText()).includes(wrong.slice(0, 30)), 'what it said stays to be read')

  const next = await (await s.visitor()).open()
  await next.say('can you repair an espresso machine')
  await next.answer('every Thursday').waitFor()
  await ada.follow(next.id)
  await ada.said('every Thursday').getByRole('button', { name: 'Why?' }).click()
  const saw = ada.page.getByRole('dialog', { name: 'What the AI saw' })
  await saw.getByRole('link', { name: 'Correction' }).click()
  const row = ada.page
    .getByRole('list', { name: 'Corrections' })
    .getByRole('listitem')
    .filter({ hasText: 'every Thursday' })
    .first()
  await row.getByText('Used in one reply').waitFor()
  await row
    .getByRole('list', { name: 'Replies it went into' })
    .getByRole('link', { name: /Anonymous/ })
    .waitFor()
  await row.getByRole('button', { name: 'Retire' }).click()
  await row.waitFor({ state: 'detached' })
  await ada.page.getByRole('button', { name: 'Undo' }).click()
  await row.waitFor()
})

test('guidance is written, reordered from the keyboard, switched and removed', async () => {
  const ada = await s.operator()
  await goTo(ada.page, 'Guidance')
  for (const text of ['Be exact', 'Never mention competitors']) {
    await ada.page.getByRole('button', { name: 'Add guidance' }).click()
    await ada.page.getByLabel('New guidance').fill(text)
    await ada.page.getByRole('button', { name: 'Save' }).click()
    await ada.page.getByRole('list', { name: 'Guidance' }).getByText(text).waitFor()
  }
  const rows = ada.page.getByRole('list', { name: 'Guidance' }).getByRole('listitem')
  await rows.nth(1).getByRole('button', { name: 'Move up' }).focus()
  await ada.page.keyboard.press('Enter')
  await rows.nth(0).getByText('Never mention competitors').waitFor()
  await rows.nth(1).getByRole('switch').click()
  await ada.page.reload()
  await rows.nth(0).getByText('Never mention competitors').waitFor()
  await rows.nth(1).getByRole('switch', { checked: false }).waitFor()
  await rows.nth(0).locator('[draggable]').dragTo(rows.nth(1))
  await rows.nth(0).getByText('Be exact').waitFor()
  await rows.nth(0).getByRole('button', { name: 'Remove' }).click()
  await rows.getByText('Be exact').waitFor({ state: 'detached' })
  await ada.page.getByRole('button', { name: 'Undo' }).click()
  await rows.getByText('Be exact').waitFor()
})

test("internal documents, instructions and an agent's purpose are written where they belong, and stand in what the AI saw", async () => {
  const { vic, ada } = await s.watched()
  await goTo(ada.page, 'Internal Docs')
  await ada.page.getByRole('button', { name: 'Write' }).click()
  await ada.page.getByLabel('Title').fill('Margins')
  await ada.page.getByLabel('Text').fill('Decaf sells at a loss.')
  await ada.page.getByRole('button', { name: 'Save' }).click()
  await ada.page.getByRole('list', { name: 'Internal documents' }).getByText('Margins').waitFor()
  await goTo(ada.page, 'Instructions')
  await ada.page.getByLabel('Instructions for every agent').fill('Sign with Nora.')
  await ada.page.getByRole('button', { name: 'Save' }).click()
  await ada.page.getByText('Saved. Holds from the next reply.').waitFor()
  await goTo(ada.page, 'All agents')
  await ada.page.getByRole('link', { name: /^Nora/ }).click()
  await ada.page
    .getByRole('navigation', { name: 'Parts of this agent' })
    .getByRole('link', { name: 'Instructions' })
    .click()
  await ada.page.getByLabel('Primary goal').fill('Keep people drinking coffee')
  await ada.page.getByRole('form', { name: 'Instructions' }).getByRole('button', { name: 'Save' }).click()
  await ada.page.getByText('Saved. Holds from the next reply.').waitFor()
  await vic.say('How long does shipping take?')
  await vic.answer('costs 3.90').waitFor()
  await goTo(ada.page, 'Live Feed')
  await ada.follow(vic.id)
  await ada.said('costs 3.90').getByRole('button', { name: 'Why?' }).click()
  const saw = ada.page.getByRole('dialog', { name: 'What the AI saw' })
  for (const text of ['Decaf sells at a loss.', 'Sign with Nora.', 'Keep people drinking coffee'])
    await saw.getByText(text).waitFor()
  await saw.getByRole('link', { name: 'Internal document' }).click()
  await ada.page.getByRole('heading', { name: 'Internal Docs' }).waitFor()
})

test('Live Train: whom one plays, what one teaches, and both answers side by side', async () => {
  const jane = await s.world.visitor({ userId: 'browser-train', userTraits: { name: 'Tess Train' } })
  await jane.open()
  const ada = await s.operator()
  const live = async () => (await s.world.ada.call('GET /api/feed', {})).rows.map(({ id }) => id)
  const before = await live()
  await goTo(ada.page, 'All agents')
  await ada.page.getByRole('link', { name: 'Train', exact: true }).click()
  await ada.page.getByRole('heading', { name: 'Live Train' }).waitFor()
  await ada.page.getByRole('button', { name: 'Play a customer' }).click()
  await ada.page
    .getByRole('list', { name: 'Customers' })
    .getByRole('button', { name: /Tess Train/ })
    .click()
  await ada.page.getByText('You play Tess Train').waitFor()

  const practice = ada.page.getByRole('region', { name: 'Practice conversation' })
  const ask = async (text: string) => {
    await ada.page.getByLabel('Ask as the visitor').fill(text)
    await ada.page.keyboard.press('Enter')
  }
  await ask('When is the pumpkin roast back?')
  await practice.getByRole('region', { name: 'Nora' }).waitFor()
  await ada.page.getByLabel('Inbox training').fill('Tell them that the pumpkin roast is back in October')
  await ada.page.keyboard.press('Enter')
  await ada.page
    .getByRole('list', { name: 'Whispers that wait' })
    .getByRole('button', { name: 'Keep as a lesson' })
    .click()
  const lesson = ada.page.getByRole('dialog', { name: 'New lesson' })
  await lesson.getByLabel('Tess Train').check()
  await lesson.getByRole('button', { name: 'Save' }).click()
  await lesson.waitFor({ state: 'hidden' })
  await ada.page.getByRole('button', { name: 'Take back' }).click()
  await practice.getByRole('button', { name: 'Try again' }).click()
  await practice.getByRole('region', { name: 'Now' }).getByText('pumpkin roast is back in October').waitFor()
  assert.equal(await practice.getByRole('region', { name: 'Before' }).getByText('October').count(), 0)

  await practice.getByRole('button', { name: 'Add Correction' }).click()
  const correct = ada.page.getByRole('dialog', { name: 'Add Correction' })
  await correct.getByLabel('What it should have said').fill('The pumpkin roast comes back on the first of October.')
  await correct.getByRole('button', { name: 'Save' }).click()
  await correct.waitFor({ state: 'hidden' })
  await practice.getByRole('button', { name: 'Try again' }).click()
  await practice.getByRole('region', { name: 'Now' }).getByText('on the first of October').waitFor()
  await practice.getByRole('button', { name: 'Why?' }).click()
  await ada.page.getByRole('dialog', { name: 'What the AI saw' }).getByText('Inbox training').waitFor()
  await ada.page.keyboard.press('Escape')

  assert.match(
    await (await s.visitor()).open().then(async (vic) => {
      await vic.say('When is the pumpkin roast back?')
      const answer = vic.answer('first of October')
      await answer.waitFor()
      return answer.innerText()
    }),
    /first of October/,
    'the correction is real',
  )
  const come = (await live()).filter((id) => !before.includes(id))
  assert.equal(come.length, 1, 'of the practice nothing stands in the feed')
})
