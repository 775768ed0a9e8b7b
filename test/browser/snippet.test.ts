import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { after, afterEach, before, test } from 'node:test'
import { becomes } from './becomes.ts'
import { stage, type Stage } from './stage.ts'
import type { VisitorPage } from './visitor-page.ts'

let s: Stage
before(async () => {
  s = await stage()
})
afterEach(() => s.clear())
after(() => s.close())

const stub =
  "<script>window.Halo ||= new Proxy([], { get: (q, name) => name == 'q' ? q : (...args) => q.push([name, args]) })</script>"
const tag = (rest = `data-key="${s.world.halo.widgetKey}"`, url = s.world.url) =>
  `<script async src="${url}/widget.js" ${rest}></script>`
const page = (head: string, body = '') =>
  s.site(
    `<!doctype html><html lang="en"><head><title>Shop</title>${head}</head><body><h1>Shop</h1>${body}</body></html>`,
  )
const run = (vic: VisitorPage, script: string) => vic.page.evaluate(script)
const about = (id: string) => s.world.ada.call('GET /api/conversations/:id/visitor', { params: { id } })

test('one tag is all that a page needs, in its head as well as at its end', async () => {
  for (const address of [await page(tag()), await page('', tag())]) {
    const vic = await s.visitor({ address })
    await vic.open()
    await vic.say('Do you ship to Norway?')
    await vic.answer('Norway').waitFor()
  }
})

test('the lines that the documentation gives work as they stand', async () => {
  const linesOf = (path: string) =>
    [...readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8').matchAll(/```html\n([^]*?)```/g)]
      .map(([, lines]) => lines)
      .join('')
      .replaceAll('https://halo.example.com', s.world.url)
      .replaceAll('halo_…', s.world.halo.widgetKey)
  const plain = await s.visitor({ address: await page(linesOf('README.md')) })
  await plain.open()
  const named = await s.visitor({ address: await page(linesOf('docs/widget.md')) })
  const heard = named.page.waitForEvent('console', (message) => message.text() === 'open')
  await named.open()
  await heard
  assert.equal((await about(named.id)).contact?.name, 'Mara Lind')
})

test('the tag says corner, colour and who it is; the key may stand in its address', async () => {
  const address = await page(
    tag('data-position="left" data-accent="#ffd400" data-user-id="u-7"').replace(
      'widget.js',
      `widget.js?key=${s.world.halo.widgetKey}`,
    ),
  )
  const vic = await s.visitor({ address })
  await vic.open()
  assert.ok((await vic.launcher.boundingBox())!.x < 100)
  assert.equal(
    await vic.launcher.evaluate((button) => getComputedStyle(button).backgroundColor),
    'rgb(255, 212, 0)',
  )
  assert.equal((await about(vic.id)).contact?.userId, 'u-7')
  await run(vic, 'Halo.destroy(); Halo.init({})')
  assert.equal(await run(vic, 'Halo.debug().userId'), null, 'who signed out is not named again')
  assert.ok((await vic.launcher.boundingBox())!.x < 100)
})

test('what a page calls before the script is there is done when it comes, also through a stub that was kept', async () => {
  const calls = `<script>
    const kept = Halo, heard = []
    Halo.on('ready', () => heard.push('ready'))
    Halo.on('chatOpen', () => heard.push('open'))
    Halo.identify('u-8', { name: 'Mara Lind' })
    Halo.setContext('cart', { label: 'Cart', value: 2 })
    Halo.openChat()
  </script>`
  const vic = await s.visitor({ address: await page(stub + calls + tag()) })
  await vic.panel.waitFor()
  await vic.page.waitForFunction('Halo.debug().panel.conversation')
  const id = (await run(vic, 'Halo.debug().panel.conversation')) as string
  const { contact, context } = await about(id)
  assert.deepEqual([contact?.name, context.map(({ key }) => key)], ['Mara Lind', ['cart']])
  assert.deepEqual(await run(vic, 'heard'), ['ready', 'open'])
  await run(vic, 'kept.closeChat()')
  await vic.panel.waitFor({ state: 'hidden' })
})

test('a call that fails stops none of those behind it', async () => {
  const calls = `<script>Halo.noSuchThing(); Halo.sendMessage(7); Halo.openChat()</script>`
  const address = await page(
    stub + `<script>addEventListener('error', (event) => event.preventDefault())</script>` + calls + tag(),
  )
  const vic = await s.visitor({ address })
  await vic.panel.waitFor()
})

test('init adds to what the tag began, whichever comes first, and is heard with a listener of its own', async () => {
  const init = `Halo.init({ key: '${s.world.halo.widgetKey}', userId: 'u-9', userTraits: { name: 'Nils Berg' }, onChatOpen: () => { window.opened = true } })`
  const queued = await s.visitor({ address: await page(`${stub}<script>${init}</script>${tag()}`) })
  const late = await s.visitor({ address: await page(tag()) })
  await late.launcher.waitFor()
  await run(late, init)
  for (const vic of [queued, late]) {
    await vic.open()
    await vic.page.waitForFunction('window.opened')
    assert.equal((await about(vic.id)).contact?.name, 'Nils Berg')
  }
})

test('an element of the page that is called Halo is not taken for the chat', async () => {
  const vic = await s.visitor({ address: await page(tag(), '<div id="Halo">A ring of light</div>') })
  await vic.open()
})

test('a Halo that takes connections and never answers keeps no page from being there', async () => {
  const stopped = createServer(() => {})
  await new Promise<void>((resolve) => stopped.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(stopped.address() as AddressInfo).port}`
  try {
    const { page: tab } = await s.visitor({ address: 'about:blank' })
    await tab.goto(await page(tag(undefined, url), '<script>Buy = true</script>'), {
      waitUntil: 'domcontentloaded',
    })
    await becomes(() => tab.getByRole('heading', { name: 'Shop' }).isVisible(), true)
    assert.equal(await tab.evaluate('Buy && document.readyState'), 'interactive', 'only the script is missing')
  } finally {
    stopped.close()
  }
})
