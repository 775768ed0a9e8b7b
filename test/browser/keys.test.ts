import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { connectHalo } from '../../sdk/api.ts'
import { newId } from '../../server/ground/context.ts'
import { becomes } from './becomes.ts'
import { goTo } from './go-to.ts'
import { stage, type Stage } from './stage.ts'

let on: Stage
before(async () => {
  on = await stage({ pace: 0 })
})
afterEach(() => on.clear())
after(() => on.close())

test('a key is made with the keyboard, copied once, calls, and calls no more after it was revoked; the audit tells of all that', async () => {
  const { page } = await on.operator()
  await page.goto(`${on.world.url}/keys`)
  await page.getByRole('button', { name: 'New key' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'New key' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Order system')
  await dialog.getByRole('button', { name: 'Make key' }).press('Enter')
  await dialog.getByText('Choose what it may do.').waitFor()
  await dialog.getByRole('checkbox', { name: 'knowledge: write' }).press('Space')
  await dialog.getByRole('button', { name: 'Make key' }).press('Enter')
  const secret = (await dialog.getByLabel('Secret').textContent())!
  await page.keyboard.press('Escape')
  const row = page.getByRole('list', { name: 'API keys' }).getByRole('listitem').filter({ hasText: 'Order system' })
  await row.getByText('never used').waitFor()
  assert.ok(!(await page.content()).includes(secret.slice(20)))

  const halo = connectHalo({ url: on.world.url, key: secret })
  await halo.putArticle({ id: newId() }, { title: 'From the order system', body: 'Text' })
  await assert.rejects(halo.listArticles(), /knowledge:read/)

  await row.getByRole('button', { name: 'Revoke Order system' }).press('Enter')
  await row.getByText('Revoked').waitFor()
  await page.getByRole('button', { name: 'Undo' }).press('Enter')
  await row.getByRole('button', { name: 'Revoke Order system' }).press('Enter')
  await goTo(page, 'Audit')

  const changes = page.getByRole('list', { name: 'Changes' }).getByRole('listitem')
  await changes
    .filter({ hasText: 'Order system' })
    .filter({ hasText: 'Write or change an article' })
    .getByText('Key', { exact: true })
    .waitFor()
  await changes.filter({ hasText: 'Make an API key' }).waitFor()
  await page.getByRole('combobox', { name: /^Who/ }).click()
  await page.getByRole('option', { name: 'Order system' }).click()
  await changes.filter({ hasText: 'Make an API key' }).waitFor({ state: 'detached' })
  await becomes(() => changes.count(), 1)
  const file = page.waitForEvent('download')
  await page.getByRole('button', { name: 'CSV' }).click()
  assert.equal((await file).suggestedFilename(), 'audit.csv')
})
