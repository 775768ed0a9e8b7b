import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { stage, type Stage } from './stage.ts'

let s: Stage
before(async () => {
  s = await stage()
})
afterEach(() => s.clear())
after(() => s.close())

/** A shop whose style sheet shouts. */
const shop = (embed: string) => `<!doctype html><html lang="en"><head><title>Shop</title><style nonce="n">
  * { letter-spacing: 3px; text-transform: uppercase }
  div { display: block !important; position: relative !important; padding: 40px !important; background: rgb(255, 0, 0) !important }
  h1 { color: rgb(1, 2, 3); font: 700 31px serif }
  button { background: rgb(200, 100, 0) !important; color: rgb(9, 9, 9) !important; border-radius: 0 !important; font-size: 33px !important; width: 300px !important }
  .bubble, .head, .log { color: rgb(0, 255, 0) !important }
  body { margin: 8px; line-height: 3 }
</style></head><body><h1>Shop</h1><button>Buy</button><p class="bubble">A soap bubble</p>${embed}</body></html>`

const embed = (options = '') =>
  `<script src="${s.world.url}/widget.js"></script><script nonce="n">Halo.init({ key: '${s.world.halo.widgetKey}' ${options} })</script>`

const looks = (page: Page) =>
  page.evaluate(() =>
    ['h1', 'button', 'p'].map((tag) => {
      const element = document.querySelector(tag)!
      const style = getComputedStyle(element)
      return {
        tag,
        style: [...style].map((name) => `${name}: ${style.getPropertyValue(name)}`).join('; '),
        box: JSON.stringify(element.getBoundingClientRect()),
      }
    }),
  )
const size = (page: Page) =>
  page.evaluate(() =>
    [
      document.body.getBoundingClientRect(),
      document.documentElement.scrollHeight,
      document.documentElement.scrollWidth,
      document.styleSheets.length,
      document.adoptedStyleSheets.length,
    ].map((each) => JSON.stringify(each)),
  )

test('on another origin, among loud styles: nothing of the page changes, and nothing of its styles reaches the widget', async () => {
  const [bare, dressed] = await Promise.all([s.site(shop('')), s.site(shop(embed()))])
  const plain = await (await s.context()).newPage()
  await plain.goto(bare)
  const vic = await s.visitor({ address: dressed })
  await vic.open()
  await vic.say('Do you ship to Norway?')
  await vic.answer('Norway').waitFor()

  assert.deepEqual(await looks(vic.page), await looks(plain))
  assert.deepEqual(await size(vic.page), await size(plain), 'no layout shift')
  const look = (selector: string, property: string) =>
    vic.page
      .locator(selector)
      .first()
      .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property)
  assert.equal(await look('#halo-widget .launcher', 'width'), '56px')
  assert.equal(await look('#halo-widget .launcher', 'border-radius'), '28px')
  assert.equal(await look('#halo-widget .launcher', 'background-color'), 'rgb(61, 90, 254)')
  assert.notEqual(await look('.panel .send', 'width'), '300px')
  assert.equal(await look('.panel .bubble', 'text-transform'), 'none')
  assert.equal(await look('.panel .bubble', 'letter-spacing'), 'normal')
  assert.notEqual(await look('.panel .log', 'color'), 'rgb(0, 255, 0)')
  assert.equal(await look('.panel .log', 'position'), 'static')
  assert.equal(await vic.panel.evaluate((panel) => panel.getBoundingClientRect().width), 384)
  assert.deepEqual(
    await vic.page.evaluate(() => Object.keys(window).filter((name) => /halo/i.test(name))),
    ['Halo'],
    'one global name',
  )
})

test('a strict content security policy needs to allow our origin and nothing else', async () => {
  const origin = s.world.url
  const policy = `default-src 'none'; script-src ${origin} 'nonce-n'; style-src 'nonce-n'; connect-src ${origin} ${origin.replace('http', 'ws')}; require-trusted-types-for 'script'; trusted-types 'none'`
  const strict = await s.site(shop(embed()), { 'content-security-policy': policy })
  const complaints: string[] = []
  const vic = await s.visitor({
    address: strict,
    prepare: async (page) =>
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
      }),
  })
  await vic.open()
  await vic.say('Do you ship to Norway?')
  await vic.answer('Norway').waitFor()
  assert.equal(await vic.panel.evaluate((panel) => getComputedStyle(panel).width), '384px', 'it is dressed')
  assert.deepEqual(
    complaints.filter((text) => !/favicon/.test(text)),
    [],
  )
})

test('the site may choose corner, colours and user, hear what happens, and take it all away', async () => {
  const chosen = await s.site(
    shop(
      embed(
        `, position: 'left', theme: 'dark', accent: '#ffd400', userId: 'u-7', userTraits: { name: 'Mara Lind', email: 'mara@shop.test' }, onMessage: ({ from }) => heard.push(from), onChatOpen: () => heard.push('open'), onChatClose: () => heard.push('close')`,
      ).replace('<script nonce="n">', '<script nonce="n">const heard = []; '),
    ),
  )
  const [vic, ada] = await Promise.all([s.visitor({ address: chosen }), s.operator()])
  await vic.open()
  await ada.row(vic.id).getByText('Mara Lind').waitFor()
  assert.ok((await vic.launcher.boundingBox())!.x < 100)
  assert.equal(
    await vic.launcher.evaluate((button) => getComputedStyle(button).color),
    'rgb(20, 22, 28)',
    'dark writing on yellow',
  )
  await vic.say('Hello')
  await vic.answer(/./).nth(1).waitFor()
  await vic.page.keyboard.press('Escape')
  await vic.page.waitForFunction('heard.includes("close")')
  assert.deepEqual(await vic.page.evaluate('heard'), ['open', 'ai', 'close'])
  await vic.page.evaluate('Halo.destroy()')
  assert.equal(await vic.page.locator('#halo-widget').count(), 0)
  await vic.page.evaluate(`Halo.init({ key: '${s.world.halo.widgetKey}' }).openChat()`)
  await vic.panel.waitFor()
})

test('on a phone the panel is the whole screen, and the page can be reached again', async () => {
  const vic = await s.visitor({ viewport: { width: 390, height: 844 }, hasTouch: true })
  await vic.open()
  assert.deepEqual(await vic.panel.boundingBox(), { x: 0, y: 0, width: 390, height: 844 })
  await vic.panel.getByRole('button', { name: 'Close chat' }).tap()
  await vic.panel.waitFor({ state: 'hidden' })
  assert.ok(await vic.launcher.isVisible())
})
