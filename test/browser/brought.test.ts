import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { newId } from '../../client/id.ts'
import { stage, type Stage } from './stage.ts'

let s: Stage
before(async () => {
  s = await stage({ pace: 0 })
})
afterEach(() => s.clear())
after(() => s.close())

test('a conversation that a program brings in appears in the Live Feed with where it goes on, and a reply in the dashboard reaches the program', async () => {
  const ada = await s.operator()
  const { halo } = await s.world.program()
  await halo.putContact({ userId: 'jane' }, { traits: { name: 'Jane Doe' } })
  const id = newId()
  await halo.startConversation({
    id,
    userId: 'jane',
    channel: 'Mail',
    message: { id: newId(), text: 'Can I pick it up on Sunday?', answer: false },
  })
  const row = ada.row(id)
  await row.getByText('Jane Doe').waitFor()
  await row.getByTitle('Through Mail').first().waitFor()
  await row.getByText('waiting for').waitFor({ state: 'attached' })

  await ada.follow(id)
  await ada.page.locator('header').getByText('Through Mail').waitFor()
  await ada.takeOver.click()
  await ada.reply('Yes, from ten to four.')
  const { messages } = await halo.listMessages({ id })
  assert.deepEqual([messages.at(-1)!.from, messages.at(-1)!.text], ['operator', 'Yes, from ten to four.'])
})

test('the audit tells of signing in, and counts what somebody tried', async () => {
  for (let i = 0; i < 3; i++)
    await fetch(`${s.world.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: s.world.url },
      body: JSON.stringify({ email: 'ada@halo.test', password: 'wrong' }),
    })
  const { page } = await s.operator()
  await page.goto(`${s.world.url}/audit`)
  const entries = page.getByRole('list', { name: 'Changes' }).getByRole('listitem')
  const entry = entries.filter({ hasText: 'Tried to sign in with a wrong password' })
  await entry.getByText('Somebody: Ada').waitFor()
  await entry.getByText(/3 times, last at/).waitFor()
  await entries.filter({ hasText: 'Ada' }).filter({ hasText: 'Signed in' }).first().waitFor()
})
