import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { buildOnce } from '../../scripts/build.ts'
import { startHalo } from '../../server/app.ts'
import { readConfig } from '../../server/ground/config.ts'
import { becomes } from './becomes.ts'
import { launch } from './stage.ts'

/** As the page of the operator asks. */
const asOperator = async (page: Page, url: string, what: string) =>
  (await page.request.get(`${url}/api/${what}`)).json()

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
    await page.getByLabel('Your company or product').fill('Harbour Bikes')
    await page.getByLabel('Your site').fill('https://bikes.example')
    await page.getByLabel('Name of the assistant').fill('Otto')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Live Feed' }).waitFor()
    await page.getByText('Nobody is chatting right now').waitFor()
    await becomes(
      () => page.locator('pre, code').first().innerText(),
      new RegExp(halo.widgetKey),
      'the snippet to paste has the key in it',
    )
    assert.doesNotMatch(page.url(), /token/)
    const steps = page.getByRole('list', { name: 'First steps' })
    const seenOn = (origin: string) =>
      fetch(`${halo.url}/api/widget/look`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify({ key: halo.widgetKey, url: `${origin}/` }),
      })
    await becomes(() => steps.getByText('To do').count(), 6)
    await seenOn(halo.url)
    await page.waitForResponse((response) => response.url().endsWith('/api/checklist'))
    await becomes(() => steps.getByText('To do').count(), 6, 'our own demo site is no site')
    await seenOn('https://bikes.example')
    await becomes(() => steps.getByText('To do').count(), 5, 'the widget was seen')
    assert.equal(await page.locator('pre').count(), 0, 'and the snippet is needed no more')

    await page.goto(`${halo.url}/knowledge`)
    await page.getByText('The AI knows nothing yet').waitFor()
    const [agent] = (await asOperator(page, halo.url, 'agents')).agents
    assert.equal(agent.greeting, 'Hi, I am Otto, the AI assistant of Harbour Bikes. How can I help?')
    await page.getByRole('button', { name: 'Load the coffee shop sample' }).click()
    await page.getByText('14 are of the coffee shop sample.').waitFor()
    await page.getByRole('button', { name: 'Remove the sample' }).click()
    await page.getByText('The AI knows nothing yet').waitFor()

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
