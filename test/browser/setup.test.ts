import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { buildOnce } from '../../scripts/build.ts'
import { startHalo } from '../../server/app.ts'
import { readConfig } from '../../server/ground/config.ts'
import { becomes } from './becomes.ts'
import { launch } from './stage.ts'

test('on a new Halo the one-time link creates the first operator, once', async () => {
  await buildOnce()
  const folder = await mkdtemp(join(tmpdir(), 'halo-setup-'))
  const halo = await startHalo(readConfig({ PORT: '0', HALO_DATA: folder, HALO_TEST: '1', HALO_LOG: 'silent' }))
  const browser = await launch()
  try {
    const page = await browser.newPage()
    await page.goto(halo.url)
    await page.getByRole('heading', { name: 'Nobody is here yet' }).waitFor()
    await page.goto(halo.setupUrl!)
    await page.getByLabel('Your name').fill('Sarah Lind')
    await page.getByLabel('E-mail').fill('sarah@halo.test')
    await page.getByLabel('Password').fill('short')
    await page.keyboard.press('Enter')
    await page.getByText('At least 8 characters.').waitFor()
    await page.getByLabel('Password').fill('long enough')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Live Feed' }).waitFor()
    await page.getByText('Nobody is chatting right now').waitFor()
    await becomes(
      () => page.locator('pre, code').first().innerText(),
      new RegExp(halo.widgetKey),
      'the snippet to paste has the key in it',
    )
    assert.doesNotMatch(page.url(), /token/)

    const other = await (await browser.newContext()).newPage()
    await other.goto(halo.setupUrl!)
    await other.getByText('This link was used').waitFor()
    await other.getByRole('link', { name: 'Sign in' }).click()
    await other.getByLabel('E-mail').fill('sarah@halo.test')
    await other.getByLabel('Password').fill('long enough')
    await other.keyboard.press('Enter')
    await other.getByRole('heading', { name: 'Live Feed' }).waitFor()
  } finally {
    await browser.close()
    await halo.close()
    await rm(folder, { recursive: true, force: true })
  }
})
