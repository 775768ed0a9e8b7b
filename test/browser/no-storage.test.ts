import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { chromium } from 'playwright-core'
import { findBrowser } from '../../scripts/browser.ts'
import { stage, type Stage } from './stage.ts'
import { VisitorPage } from './visitor-page.ts'

let s: Stage
before(async () => {
  s = await stage()
})
afterEach(() => s.clear())
after(() => s.close())

const shop = () =>
  `<!doctype html><html lang="en"><head><title>Shop</title><script async src="${s.world.url}/widget.js" data-key="${s.world.halo.widgetKey}"></script></head><body><h1>Shop</h1></body></html>`

test('where the browser keeps nothing for any site, one can chat', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'halo-blocked-'))
  mkdirSync(join(folder, 'Default'))
  const blocked = { profile: { default_content_setting_values: { cookies: 2 } } }
  writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify(blocked))
  const context = await chromium.launchPersistentContext(folder, {
    // The shell without windows knows no settings of a person.
    executablePath: findBrowser('with settings')!,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  try {
    const tab = await context.newPage()
    await tab.goto(await s.site(shop()))
    assert.equal(
      await tab.evaluate('navigator.locks.request("x", () => "kept").catch(({ name }) => name)'),
      'SecurityError',
      'it is blocked',
    )
    const vic = await new VisitorPage(tab).open()
    await vic.say('Do you ship to Norway?')
    await vic.answer('Norway').waitFor()
  } finally {
    await context.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

test('in a frame that is sandboxed and has no origin, one can chat', async () => {
  const inner = await s.site(shop())
  const { page } = await s.visitor({
    address: await s.site(
      `<!doctype html><title>Preview</title><iframe sandbox="allow-scripts" src="${inner}" width="800" height="700"></iframe>`,
    ),
  })
  const frame = page.frameLocator('iframe')
  await frame.locator('#halo-widget .launcher').click()
  await frame.getByRole('textbox', { name: 'Your message' }).fill('Do you ship to Norway?')
  await frame.getByRole('textbox', { name: 'Your message' }).press('Enter')
  await frame.getByRole('log').locator('.said.ai:not([aria-hidden])').filter({ hasText: 'Norway' }).waitFor()
})
