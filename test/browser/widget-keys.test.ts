import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { newId } from '../../server/ground/context.ts'
import { eventually } from '../world.ts'
import { stage, type Stage } from './stage.ts'

let s: Stage
before(async () => {
  s = await stage()
})
afterEach(() => s.clear())
after(() => s.close())

const keys = async () => (await s.world.ada.call('GET /api/widget-keys')).widgetKeys
const make = async (name: string, origins: string[] = []) =>
  (await s.world.ada.call('POST /api/widget-keys', { body: { id: newId(), name, origins } })).widgetKey

const page = (key: string) =>
  s.site(`<!doctype html><html lang="en"><head><title>Shop</title></head><body><h1>Shop</h1>
  <script src="${s.world.url}/widget.js"></script>
  <script>const heard = []; Halo.init({ key: '${key}', onError: (error) => heard.push(error.message) })</script></body></html>`)

test('a key that is not for this site, or was revoked, is told to the page and shows nobody a dead button', async () => {
  const foreign = await make('Another shop', ['https://shop.test'])
  const revoked = await make('Gone')
  await s.world.ada.call('PUT /api/widget-keys/:id/revocation', { params: { id: revoked.id } })
  for (const [key, says] of [
    [foreign.key, 'is not among the sites'],
    [revoked.key, 'was revoked'],
    ['halo_guessed', 'is not known here'],
  ] as const) {
    const vic = await s.visitor({ address: await page(key) })
    await vic.page.waitForFunction(
      (says) => (window as unknown as { heard?: string[] } & typeof globalThis).eval('heard').join().includes(says),
      says,
    )
    assert.equal(await vic.page.locator('#halo-widget').count(), 0)
  }
})

test('an Admin makes a key for a site, puts it into a page, and revokes the old one', async () => {
  const address = new URL(await page('placeholder')).origin
  const ada = await s.operator()
  await ada.page.goto(`${s.world.url}/settings/workspace`)
  await ada.page.getByRole('button', { name: 'New key' }).click()
  const dialog = ada.page.getByRole('dialog', { name: 'New widget key' })
  await dialog.getByLabel('Name').fill('Shop')
  await dialog.getByLabel('Sites').fill('shop.test')
  await dialog.getByRole('button', { name: 'Make key' }).click()
  await dialog.getByText('A site is written like https://shop.test').waitFor()
  await dialog.getByLabel('Sites').fill(`https://*.shop.test\n${address}`)
  await dialog.getByRole('button', { name: 'Make key' }).click()
  await dialog.waitFor({ state: 'detached' })
  const row = ada.page
    .getByRole('list', { name: 'Keys' })
    .getByRole('listitem')
    .filter({ hasText: 'Not used yet' })
    .filter({ hasText: 'Shop' })
  await row.getByText('https://*.shop.test').waitFor()

  const made = (await keys()).find(({ name }) => name === 'Shop')!
  await s.world.ada.call('PUT /api/widget-keys/:id', {
    params: { id: made.id },
    body: { name: 'Shop', origins: [] },
  })
  const vic = await s.visitor({ address: await page(made.key) })
  await vic.open()
  await vic.say('Where do you ship?')
  await vic.answer(/./).nth(1).waitFor()

  await ada.page.getByRole('button', { name: 'Revoke First key' }).click()
  await ada.page.getByRole('button', { name: 'Undo' }).click()
  await ada.page.getByRole('button', { name: 'Revoke First key' }).click()
  // Leaving the page does at once what could be undone.
  await ada.page.goto(`${s.world.url}/inbox/live`)
  await eventually(
    async () => (await keys()).find(({ name }) => name === 'First key')!.revokedAt,
    'that the first key is revoked',
  )
  await ada.page.goto(`${s.world.url}/settings/workspace`)
  await ada.page.getByRole('button', { name: 'Put First key back in force' }).click()
  await ada.page.getByRole('button', { name: 'Revoke First key' }).waitFor()
})
