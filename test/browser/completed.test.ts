import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, afterEach, before, test } from 'node:test'
import { eventually } from '../world.ts'
import type { OperatorPage } from './operator-page.ts'
import { becomes } from './becomes.ts'
import { stage, type Stage } from './stage.ts'

let s: Stage
const chats: string[] = []
const questions = [
  'How do I pause my subscription?',
  'This is terrible, where is my refund?',
  'Thanks, that is perfect',
]

before(async () => {
  s = await stage({ pace: 0, timing: { closeGraceMs: 200, leaveGraceMs: 50, sweepIntervalMs: 50 } })
  for (const question of questions) chats.push(await completed(question))
})
afterEach(() => s.clear())
after(() => s.close())

/** A conversation that is over, its mood read and its score made. */
async function completed(question: string): Promise<string> {
  const vic = await s.world.visitor()
  const chat = await vic.open()
  await vic.say(chat, question)
  await eventually(
    async () => (await vic.transcript(chat)).messages.some(({ from }) => from === 'ai'),
    'the answer',
  )
  await vic.leave(chat)
  await eventually(async () => {
    const {
      conversation: { score, mood },
    } = await s.world.ada.transcript(chat)
    return score !== null && mood.history.length > 0
  }, 'the end')
  return chat
}

const rows = (ada: OperatorPage) =>
  ada.page.getByRole('list', { name: 'Completed conversations' }).locator('[data-id]')
const shown = (ada: OperatorPage) =>
  rows(ada).evaluateAll((links) => links.map((link) => (link as HTMLElement).dataset.id))
const head = async (id: string) => (await s.world.ada.transcript(id)).conversation

test('the review queue is worked off worst first with the keyboard, and a mark can be undone', async () => {
  const ada = await s.operator()
  await ada.page.goto(`${s.world.url}/inbox/completed`)
  await ada.page.getByRole('button', { name: 'To review' }).click()
  await eventually(
    async () => (await shown(ada)).length === questions.length && ada.page.url().includes('sort=worst'),
    'the queue',
  )
  const scores = await Promise.all((await shown(ada)).map(async (id) => (await head(id!)).score!.points))
  assert.deepEqual(
    scores,
    scores.toSorted((a, b) => a - b),
  )
  const [first, second] = await shown(ada)
  await ada.page.keyboard.press('J')
  await ada.page.getByText(`1 of ${questions.length}`).waitFor()
  await ada.page.keyboard.press('E')
  await rows(ada).first().getByLabel('Reviewed by Ada').waitFor()
  await ada.page.waitForURL(new RegExp(second!))
  await ada.page.getByRole('button', { name: 'Undo' }).click()
  await eventually(async () => (await head(first!)).reviewed === null, 'the mark to be gone')
})

test('an operator overrules the outcome with a reason, and the score with its parts follows', async () => {
  const [chat] = chats
  const ada = await s.operator()
  await ada.page.goto(`${s.world.url}/inbox/completed/${chat}`)
  const before = (await head(chat!)).score!.points
  await ada.page.getByTitle('Overrule the outcome').click()
  await ada.page.getByLabel('Resolved').check()
  await ada.page.getByRole('button', { name: 'Overrule', exact: true }).click()
  await ada.page.getByText('Say why, so that colleagues understand it.').waitFor()
  await ada.page.getByLabel('Why', { exact: true }).fill('She wrote that it worked')
  await ada.page.getByRole('button', { name: 'Overrule', exact: true }).click()
  await ada.page
    .getByText(/Ada overruled: “She wrote that it worked” The rule said Answered, left silent/)
    .waitFor()
  await ada.page.getByRole('button', { name: `AI score ${before + 20}` }).click()
  const parts = ada.page.getByRole('dialog', { name: /AI score/ })
  const points = (await parts.locator('tbody td').allInnerTexts()).map((text) => Number(text.replace('−', '-')))
  assert.equal(
    points.reduce((sum, each) => sum + each, 0),
    Number(await parts.locator('tfoot td').innerText()),
  )
})

test("a colleague reads a trainer's note; it can be changed", async () => {
  const ada = await s.operator()
  await ada.page.goto(`${s.world.url}/inbox/completed/${chats[1]}`)
  await ada.page.getByRole('button', { name: 'Note', exact: true }).click()
  await ada.page.getByRole('textbox', { name: 'Note', exact: true }).fill('Too formal for somebody who is angry')
  await ada.page.getByRole('button', { name: 'Save' }).click()
  const ben = await s.operator(await s.world.ben())
  await ben.page.goto(`${s.world.url}/inbox/completed/${chats[1]}`)
  await ben.page.getByRole('list', { name: 'Notes' }).getByText('Too formal').waitFor()
  await ada.page.getByRole('button', { name: 'Edit note' }).click()
  await ada.page.getByRole('textbox', { name: 'Note', exact: true }).fill('')
  await ada.page.getByRole('button', { name: 'Save' }).click()
  await ben.page.getByRole('list', { name: 'Notes' }).waitFor({ state: 'detached' })
})

test('Take Over makes a ticket of a completed conversation, once, and Reply is the field there', async () => {
  const ada = await s.operator()
  await ada.page.goto(`${s.world.url}/inbox/completed/${chats[2]}`)
  await ada.page.getByRole('button', { name: 'Take Over', exact: true }).click()
  await ada.page.waitForURL(`**/tickets/${chats[2]}`)
  await becomes(
    () => ada.replyField.evaluate((field) => document.activeElement === field),
    true,
    'Reply is focused',
  )
  const { status, ticket } = await head(chats[2]!)
  assert.deepEqual([status, ticket?.status, ticket?.assignee?.name], ['completed', 'in_progress', 'Ada'])
})

test('filters stand in the address: a shared link shows a signed-out colleague the same after signing in', async () => {
  const ada = await s.operator()
  await ada.page.goto(`${s.world.url}/inbox/completed`)
  await ada.page.getByRole('button', { name: /^Filters/ }).click()
  await ada.page.getByRole('combobox', { name: /^Mood/ }).click()
  await ada.page.getByRole('option', { name: 'Happy' }).click()
  await eventually(async () => (await shown(ada)).join() === chats[2], 'the happy one alone')
  await rows(ada).first().click()
  await ada.page.waitForURL(new RegExp(`${chats[2]}\\?mood=happy`))
  const link = ada.page.url()

  const page = await (await s.context()).newPage()
  await page.goto(link)
  await page.getByLabel('E-mail').fill('ada@halo.test')
  await page.getByLabel('Password').fill('correct horse')
  await page.keyboard.press('Enter')
  await page.getByRole('log', { name: 'Transcript' }).getByText('Thanks, that is perfect').waitFor()
  assert.equal(page.url(), link)
})

test('the filtered list is downloaded as CSV', async () => {
  const ada = await s.operator()
  await ada.page.goto(`${s.world.url}/inbox/completed?mood=happy`)
  await rows(ada).first().waitFor()
  await ada.page.getByRole('button', { name: 'Export and share' }).click()
  const [file] = await Promise.all([
    ada.page.waitForEvent('download'),
    ada.page.getByRole('menuitem', { name: 'Export CSV' }).click(),
  ])
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n')
  assert.equal(file.suggestedFilename(), 'conversations.csv')
  assert.equal(lines.length, 2)
  assert.ok(lines[1]!.startsWith(chats[2]!))
})
