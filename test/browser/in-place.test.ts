import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, afterEach, before, test } from 'node:test'
import { eventually } from '../world.ts'
import { stage, type Stage } from './stage.ts'
import type { VisitorPage } from './visitor-page.ts'

let s: Stage
before(async () => {
  s = await stage()
})
afterEach(() => s.clear())
after(() => s.close())

const page = (attributes = '') =>
  s.site(`<!doctype html><html lang="en" ${attributes}><head><title>Shop</title></head><body><h1>Shop</h1>
    <script async src="${s.world.url}/widget.js" data-key="${s.world.halo.widgetKey}"></script></body></html>`)
const run = (vic: VisitorPage, script: string) => vic.page.evaluate(script)

test('looks and language change in place: the chat stays open, and so does the conversation', async () => {
  const vic = await (await s.visitor({ address: await page() })).open()
  await vic.field.fill('Half a sentence')
  await run(
    vic,
    `Halo.update({ theme: 'dark', accent: '#ffd400', position: 'left', language: 'de', offset: { side: 50, bottom: 70 }, zIndex: 7 })`,
  )
  const field = vic.panel.getByRole('textbox', { name: 'Ihre Nachricht' })
  await field.waitFor()
  assert.equal(await field.inputValue(), 'Half a sentence')
  const [button, panel] = [(await vic.launcher.boundingBox())!, (await vic.panel.boundingBox())!]
  assert.deepEqual([button.x, Math.round(900 - button.y - button.height), panel.x], [50, 70, 50])
  const style = (name: string) =>
    vic.panel.evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), name)
  assert.deepEqual([await style('color-scheme'), await style('background-color')], ['dark', 'rgb(23, 26, 34)'])
  assert.equal(await run(vic, `getComputedStyle(document.querySelector('#halo-widget')).zIndex`), '7')
  assert.equal(await run(vic, 'Halo.debug().panel.conversation'), vic.id)
  await run(vic, `Halo.update({ theme: undefined, position: undefined, language: undefined, offset: undefined })`)
  await vic.field.waitFor()
  assert.ok((await vic.launcher.boundingBox())!.x > 1000)
})

test('toggle, words put into the field, and a count of what was not read', async () => {
  const vic = await s.visitor({ address: await page() })
  await run(
    vic,
    `window.counts = []; Halo.on('unread', (count) => counts.push(count)); Halo.openChat({ text: 'Where is order 7?' })`,
  )
  await vic.panel.waitFor()
  await eventually(async () => (await vic.field.inputValue()) === 'Where is order 7?', 'the words in the field')
  assert.equal(await vic.mine('order 7').count(), 0, 'they are not sent')
  await vic.page.waitForFunction('Halo.debug().panel.conversation')
  const id = (await run(vic, 'Halo.debug().panel.conversation')) as string
  await run(vic, 'Halo.toggle()')
  await vic.panel.waitFor({ state: 'hidden' })
  await s.world.ada.reply(id, 'One')
  await s.world.ada.reply(id, 'Two')
  await vic.page.getByRole('button', { name: '3 new messages' }).waitFor()
  assert.deepEqual(await run(vic, 'counts.at(-1)'), 3, 'with the line that Ada joined')
  await run(vic, 'Halo.toggle()')
  await vic.line('Two').waitFor()
  await eventually(async () => (await run(vic, 'counts.at(-1)')) === 0, 'nothing unread')
})

test('paths without a button are followed while the page changes its address', async () => {
  const vic = await s.visitor({ address: await page() })
  await vic.launcher.waitFor()
  await run(vic, `Halo.update({ manualOnPaths: ['/checkout*'] })`)
  await run(vic, `history.pushState(null, '', '/checkout/2')`)
  await vic.launcher.waitFor({ state: 'hidden' })
  await run(vic, 'history.back()')
  await vic.launcher.waitFor()
})

test('in a page that is read from right to left the chat stands on its other side, and reads that way', async () => {
  for (const attributes of ['dir="rtl"', 'style="direction: rtl"']) {
    const vic = await (await s.visitor({ address: await page(attributes) })).open()
    assert.ok((await vic.launcher.boundingBox())!.x < 100, attributes)
    assert.ok((await vic.panel.boundingBox())!.x < 100, attributes)
    assert.equal(await vic.panel.getAttribute('dir'), 'rtl')
    await run(vic, `Halo.update({ position: 'right' })`)
    assert.ok((await vic.launcher.boundingBox())!.x > 1000, 'what the page says holds')
  }
})

test('the panel is no second banner of the page', async () => {
  const vic = await (await s.visitor({ address: await page() })).open()
  assert.equal(await vic.page.getByRole('banner').count(), 0)
})

test('the package fetches the script under trusted types and nonces, and names the policy that forbids it', async () => {
  const module = readFileSync(new URL('../../dist/sdk/index.js', import.meta.url), 'utf8')
  const { url } = s.world
  const shop = (policy: string) =>
    s.site(
      `<!doctype html><title>Shop</title><h1>Shop</h1><output></output><script nonce="n" type="module">${module}
        initHalo({ url: '${url}', key: '${s.world.halo.widgetKey}' }).catch(({ message }) => { document.querySelector('output').textContent = message })</script>`,
      { 'content-security-policy': policy },
    )
  const rest = `connect-src ${url} ${url.replace('http', 'ws')}; require-trusted-types-for 'script'`
  const allowed = await s.visitor({ address: await shop(`script-src 'nonce-n'; trusted-types halo; ${rest}`) })
  await allowed.open()
  const refused = await s.visitor({
    address: await shop(`script-src 'nonce-n'; trusted-types halo; ${rest}`),
    prepare: async (tab) => {
      await tab.addInitScript(() => {
        // A page whose nonce nobody can read.
        Object.defineProperty(HTMLScriptElement.prototype, 'nonce', { get: () => '', set: () => {} })
      })
    },
  })
  await refused.page.locator('output').getByText(`script-src-elem must name ${url}`).waitFor()
})
