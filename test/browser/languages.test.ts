import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { Locator } from 'playwright-core'
import { becomes } from './becomes.ts'
import { stage, type Stage } from './stage.ts'

let s: Stage
before(async () => {
  s = await stage()
})
afterEach(() => s.clear())
after(() => s.close())

/** A shop in some language, which may ask for another one in the chat. */
const shop = (html: string, options = '') =>
  s.site(`<!doctype html><html ${html}><head><title>Shop</title></head><body><h1>Shop</h1>
  <script src="${s.world.url}/widget.js"></script><script>Halo.init({ key: '${s.world.halo.widgetKey}'${options} })</script></body></html>`)

test('on a German page everything is German: the button, the panel, and what the server says when a person comes', async () => {
  const [vic, ada] = await Promise.all([s.visitor({ address: await shop('lang="de-AT"') }), s.operator()])
  await becomes(() => vic.launcher.getAttribute('aria-label'), 'Chat öffnen')
  await vic.open()
  await vic.panel.getByRole('textbox', { name: 'Ihre Nachricht' }).waitFor()
  await vic.panel.getByRole('button', { name: 'Mit einem Menschen sprechen' }).click()
  await vic.panel.getByText('Jemand aus dem Team wurde gebeten, dazuzukommen').waitFor()
  await vic.line('Wir haben jemanden aus dem Team gerufen').waitFor()
  await ada.follow(vic.id)
  await ada.page
    .getByRole('button', { name: /^Take Over/ })
    .first()
    .click()
  await vic.line('Ada ist jetzt in der Unterhaltung.').waitFor()
  await becomes(() => vic.panel.getAttribute('aria-label'), 'Chat: Ada, Kundenservice')
  assert.equal((await s.world.ada.transcript(vic.id)).conversation.page?.language, 'de')
})

test('a page says which language it wants; one that says nothing is read in that of the browser', async () => {
  const wanted = await s.visitor({ address: await shop('lang="en"', ", language: 'es-MX'") })
  await becomes(() => wanted.launcher.getAttribute('aria-label'), 'Abrir el chat')
  await wanted.open()
  await wanted.panel.getByPlaceholder('Escriba un mensaje').waitFor()

  const silent = await s.visitor({ address: await shop(''), locale: 'de-DE' })
  await becomes(() => silent.launcher.getAttribute('aria-label'), 'Chat öffnen')
})

test('where the language cannot be fetched, the chat is English, and there', async () => {
  const vic = await s.visitor({
    address: await shop('lang="es"'),
    prepare: (page) => page.route(/\/widget\/es-/, (route) => route.abort()),
  })
  await vic.open()
  await vic.field.waitFor()
})

test('on a page from right to left the chat is mirrored, and each message keeps the direction of its own words', async () => {
  const vic = await s.visitor({ address: await shop('lang="ar" dir="rtl"') })
  await vic.open()
  await vic.say('كم تستغرق مدة الشحن؟')
  const mine = vic.mine('الشحن').locator('.bubble')
  await mine.waitFor()
  const answer = vic.log.locator('.said.ai:not([aria-hidden]) .bubble').last()
  const [panel, said, greeting, send, field] = await Promise.all(
    [vic.panel, mine, answer, vic.panel.locator('.send'), vic.field].map(
      async (part) => (await part.boundingBox())!,
    ),
  )
  const middle = panel!.x + panel!.width / 2
  assert.ok(
    said!.x < panel!.x + 40 && greeting!.x + greeting!.width > middle + 100,
    'their words stand on the left, ours on the right',
  )
  assert.ok(send!.x < field!.x, 'the send button follows the field in reading order')
  assert.ok(await goesRight(answer), 'English words run to the right')
  assert.ok(!(await goesRight(mine)), 'Arabic words run to the left')
  assert.equal(await vic.log.evaluate((log) => log.scrollWidth <= log.clientWidth), true, 'nothing sticks out')
})

/** Whether the second letter stands to the right of the first. */
const goesRight = (bubble: Locator) =>
  bubble.evaluate((element) => {
    const text = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode()!
    const [first, second] = [0, 1].map((at) => {
      const range = document.createRange()
      range.setStart(text, at)
      range.setEnd(text, at + 1)
      return range.getBoundingClientRect().x
    })
    return second! > first!
  })
