import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { eventually, OperatorClient } from '../world.ts'
import { stage, type Stage } from './stage.ts'

let on: Stage
before(async () => {
  on = await stage({ pace: 1, timing: { closeGraceMs: 100, leaveGraceMs: 50, sweepIntervalMs: 50 } })
})
afterEach(() => on.clear())
after(() => on.close())

async function completed(): Promise<string> {
  const vic = await on.world.visitor()
  const chat = await vic.open()
  await vic.say(chat, 'Which cards do you accept?')
  await eventually(
    async () => (await on.world.ada.transcript(chat)).conversation.lastMessage?.from === 'ai',
    'the answer',
  )
  await vic.leave(chat)
  await eventually(async () => (await on.world.ada.transcript(chat)).conversation.status === 'completed', 'the end')
  return chat
}

test('an outcome that was overruled, or left to the rule again, can be given back', async () => {
  const chat = await completed()
  const { page } = await on.operator()
  await page.goto(`${on.world.url}/inbox/completed/${chat}`)
  const outcome = async () => (await on.world.ada.transcript(chat)).conversation.outcome!
  const rule = (await outcome()).kind
  const kind = rule === 'escalated' ? 'resolved' : 'escalated'
  const overrule = async () => {
    await page.getByTitle('Overrule the outcome').click()
    await page.getByRole('radio', { name: kind, exact: false }).check()
    await page.getByLabel('Why').fill('I called them')
    await page.getByRole('button', { name: 'Overrule', exact: true }).click()
    await eventually(async () => (await outcome()).overruled?.reason === 'I called them', 'the overrule')
  }
  // The line of before may still be there.
  const undo = (says: string) =>
    page
      .getByRole('status')
      .locator('div')
      .filter({ hasText: says })
      .getByRole('button', { name: 'Undo' })
      .last()
      .click()
  await overrule()
  await undo('Overruled')
  await eventually(async () => (await outcome()).kind === rule && !(await outcome()).overruled, 'the rule to hold')

  await overrule()
  await page.getByText(/Ada overruled: “I called them”/).waitFor()
  await page.getByTitle('Overrule the outcome').click()
  await page.getByRole('button', { name: 'Let the rule hold' }).click()
  await eventually(async () => !(await outcome()).overruled, 'the rule to hold')
  await undo('The rule holds again')
  await eventually(async () => (await outcome()).overruled?.reason === 'I called them', 'the overrule to be back')
  assert.equal((await outcome()).kind, kind)
})

test('another browser is signed out ten seconds after one says so, or not at all', async () => {
  const other = await OperatorClient.signIn(on.world.url, 'ada@halo.test', 'correct horse')
  const { page } = await on.operator()
  await page.goto(`${on.world.url}/account`)
  const sessions = page.getByRole('list', { name: 'Signed in' }).getByRole('listitem')
  await sessions.first().waitFor()
  const before = await sessions.count()
  const signOut = sessions.getByRole('button', { name: 'Sign out' })
  await signOut.first().click()
  await eventually(async () => (await sessions.count()) === before - 1, 'the line to go')
  await page.getByRole('button', { name: 'Undo' }).click()
  await eventually(async () => (await sessions.count()) === before, 'the line to be back')
  assert.equal((await other.call('GET /api/me')).operator.name, 'Ada', 'nobody was signed out')

  const ended = (await other.call('GET /api/sessions')).sessions.length
  await signOut.first().click()
  // Leaving the page does it at once.
  await page.goto('about:blank')
  await eventually(
    async () => (await on.world.ada.call('GET /api/sessions')).sessions.length === ended - 1,
    'one session less',
  )
})

test('what is over can be taken over from the palette, from Completed and among the tickets', async () => {
  const { page } = await on.operator()
  for (const path of ['inbox/completed', 'tickets']) {
    const chat = await completed()
    if (path === 'tickets') await (await on.world.ben()).takeOver(chat)
    await page.goto(`${on.world.url}/${path}/${chat}`)
    await page.getByRole('log', { name: 'Transcript' }).waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: /Find a screen/ }).fill('take over')
    await page.getByRole('option', { name: /Take Over Chat/ }).click()
    await eventually(
      async () => (await on.world.ada.transcript(chat)).conversation.ticket?.assignee?.name === 'Ada',
      `the ticket to be Ada’s, from ${path}`,
    )
  }
})

test('a change of somebody’s access can be taken back', async () => {
  await on.world.ben()
  const { page } = await on.operator()
  await page.goto(`${on.world.url}/team`)
  const ben = page.getByRole('list', { name: 'Members' }).getByRole('listitem').filter({ hasText: 'ben@halo.test' })
  const access = async () =>
    (await on.world.ada.call('GET /api/team')).members.find(({ email }) => email === 'ben@halo.test')!.access.role
  const was = await access()
  await ben.getByRole('combobox').first().click()
  await page.getByRole('option', { name: was === 'member' ? 'Admin' : 'Member', exact: true }).click()
  await eventually(async () => (await access()) !== was, 'the change')
  await page.getByRole('button', { name: 'Undo' }).click()
  await eventually(async () => (await access()) === was, 'the change to be taken back')
})
