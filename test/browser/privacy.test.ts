import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { eventually } from '../world.ts'
import { goTo } from './go-to.ts'
import { stage, type Stage } from './stage.ts'

let on: Stage
before(async () => {
  on = await stage({ pace: 0 })
})
afterEach(() => on.clear())
after(() => on.close())

test('a person is found, their file is fetched, and after their name was written they are gone from every open screen; their widget begins anew', async () => {
  const vic = await on.visitor()
  await vic.open()
  await vic.say('My name is nobody’s business')
  const watching = await on.operator()
  await watching.follow(vic.id)
  const ada = await on.operator()
  await goTo(ada.page, 'Privacy')
  await ada.page.getByRole('searchbox', { name: 'Find a person' }).fill(`${on.world.url}/inbox/live/${vic.id}`)
  const row = ada.page.getByRole('list', { name: 'People' }).getByRole('listitem')
  const file = ada.page.waitForEvent('download')
  await row.getByRole('button', { name: 'Export Anonymous' }).click()
  assert.match((await file).suggestedFilename(), /^halo-.*\.json$/)
  await row.getByRole('button', { name: 'Erase Anonymous' }).click()
  const dialog = ada.page.getByRole('dialog', { name: 'Erase Anonymous' })
  const erase = dialog.getByRole('button', { name: 'Erase', exact: true })
  assert.equal(await erase.isDisabled(), true)
  await dialog.getByRole('textbox', { name: /^Write/ }).fill('Anonymous')
  await erase.click()
  await ada.page.getByText('A person with 1 conversation').waitFor()
  await watching.page.getByText('There is no such conversation').waitFor()
  // Nothing moves under the pointer.
  await watching.page.mouse.move(900, 500)
  await watching.row(vic.id).waitFor({ state: 'detached' })
  await eventually(async () => !(await vic.markup()).includes('nobody’s business'), 'the widget to forget')
  await vic.say('Hello again')
  await eventually(
    async () =>
      (
        await on.world.halo.ctx.db.reads
          .selectFrom('messages')
          .select('text')
          .where('text', '=', 'Hello again')
          .execute()
      ).length === 1,
    'a new conversation',
  )
})

test('what would go stands there before it is saved', async () => {
  const vic = await on.world.visitor()
  const id = await vic.open()
  await on.world.halo.ctx.db.write((trx) =>
    trx
      .updateTable('conversations')
      .set({ status: 'completed', completed_at: Date.now() - 40 * 24 * 3_600_000, ends_at: null })
      .where('id', '=', id)
      .execute(),
  )
  const ada = await on.operator()
  await ada.page.goto(`${on.world.url}/privacy`)
  await ada.page.getByRole('combobox', { name: /^Transcripts/ }).click()
  await ada.page.getByRole('option', { name: '30 days' }).click()
  await ada.page.getByText('Now: 1 conversation', { exact: true }).waitFor()
  assert.equal((await on.world.ada.call('GET /api/privacy')).privacy.retention.transcripts, null)
  await ada.page.getByRole('button', { name: 'Save' }).click()
  await eventually(
    async () => (await on.world.ada.call('GET /api/privacy')).privacy.retention.transcripts === 30,
    'the rule',
  )
})
