import assert from 'node:assert/strict'
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

/** A customer's page with habits of its own. */
const page = ({ head = '', body = '', doctype = '<!doctype html>', attributes = '' } = {}) =>
  s.site(
    `${doctype}<html lang="en" ${attributes}><head><title>Shop</title>${head}</head><body><h1>Shop</h1>${body}
    <script async src="${s.world.url}/widget.js" data-key="${s.world.halo.widgetKey}"></script></body></html>`,
  )
const run = (vic: VisitorPage, script: string) => vic.page.evaluate(script)

/** Word for word by keyboard, as a visitor does. */
async function chat(vic: VisitorPage): Promise<void> {
  await vic.open()
  await vic.field.click()
  await vic.page.keyboard.type('Do you ship to Norway /?')
  assert.equal(await vic.field.inputValue(), 'Do you ship to Norway /?')
  await vic.page.keyboard.press('Enter')
  await vic.answer('Norway').waitFor()
}

for (const [where, listen] of [
  ['at the document', `document.addEventListener(type, shortcut)`],
  ['at the document, before anybody else', `document.addEventListener(type, shortcut, true)`],
  ['at the window', `window.addEventListener(type, shortcut)`],
])
  test(`shortcuts of the page that listen ${where} take no letter of the chat`, async () => {
    const head = `<script>
      window.taken = []
      const shortcut = (event) => {
        if (['INPUT', 'TEXTAREA'].includes(event.target.tagName)) return
        taken.push(event.key)
        event.preventDefault()
        event.stopPropagation()
      }
      for (const type of ['keydown', 'keypress', 'keyup']) ${listen}
    </script>`
    const vic = await s.visitor({ address: await page({ head }) })
    await chat(vic)
    assert.deepEqual(await run(vic, 'taken'), [])
    await vic.page.keyboard.press('Escape')
    await vic.panel.waitFor({ state: 'hidden' })
    await vic.page.locator('h1').click()
    await run(vic, 'document.activeElement.blur()')
    await vic.page.keyboard.press('s')
    assert.deepEqual(await run(vic, 'taken.length > 0'), true, 'outside of the chat they work')
  })

test('a modal that calls the focus back, and lets nobody click outside, leaves the chat alone', async () => {
  const body = `<div role="dialog" aria-modal="true"><input aria-label="Name"></div><script>
    const dialog = document.querySelector('[role=dialog]')
    window.stolen = 0
    const back = (event) => {
      if (dialog.contains(event.target)) return
      stolen++
      event.stopImmediatePropagation()
      dialog.querySelector('input').focus()
    }
    document.addEventListener('focusin', back, true)
    document.addEventListener('focus', back, true)
    dialog.addEventListener('focusout', ({ relatedTarget }) => {
      if (relatedTarget && !dialog.contains(relatedTarget)) dialog.querySelector('input').focus()
    })
    for (const type of ['pointerdown', 'mousedown', 'touchstart', 'click'])
      document.addEventListener(type, (event) => {
        if (dialog.contains(event.target)) return
        event.preventDefault()
        event.stopImmediatePropagation()
      }, { capture: true, passive: false })
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Tab') event.preventDefault()
    }, true)
    dialog.querySelector('input').focus()
  </script>`
  const vic = await s.visitor({ address: await page({ body }) })
  await chat(vic)
  assert.equal(await run(vic, 'stolen'), 0)
  await vic.page.keyboard.press('Shift+Tab')
  assert.notEqual(
    await vic.field.evaluate((field: HTMLElement) => (field.getRootNode() as ShadowRoot).activeElement === field),
    true,
    'the keyboard moves on within the chat',
  )
})

const dialogs = {
  'in the page': `<dialog id="d" style="transform: scale(0.9); overflow: hidden; width: 200px"><button onclick="d.close()">Close</button></dialog>
    <script>document.querySelector('#d').showModal()</script>`,
  'in a component of its own': `<x-modal></x-modal><script>
    customElements.define('x-modal', class extends HTMLElement {
      constructor() {
        super()
        this.attachShadow({ mode: 'open' }).innerHTML = '<dialog><button>Close</button></dialog>'
        const dialog = this.shadowRoot.querySelector('dialog')
        dialog.querySelector('button').onclick = () => dialog.close()
      }
      connectedCallback() { this.shadowRoot.querySelector('dialog').showModal() }
    })
  </script>`,
}
for (const [where, body] of Object.entries(dialogs))
  test(`a modal dialog ${where} is open: one can chat, and goes on when it is closed`, async () => {
    const vic = await s.visitor({ address: await page({ body }) })
    await chat(vic)
    const box = (await vic.panel.boundingBox())!
    assert.deepEqual([Math.round(box.width), Math.round(box.height)], [384, 640], 'of its own size')
    await vic.page.getByRole('button', { name: 'Close', exact: true }).click()
    await eventually(
      () =>
        run(
          vic,
          `document.querySelector('#halo-widget')?.parentNode === document.documentElement`,
        ) as Promise<boolean>,
      'the chat beside the page again',
    )
    await vic.field.click()
    await vic.page.keyboard.type('And to Sweden?')
    assert.equal(await vic.field.inputValue(), 'And to Sweden?')
  })

test('a dialog that opens while the visitor writes takes neither words nor place; Escape shuts the chat alone', async () => {
  const body = `<dialog id="d"><button>Fine</button></dialog>`
  const vic = await s.visitor({ address: await page({ body }) })
  await vic.open()
  await vic.field.fill('Half a sent')
  await run(vic, 'd.showModal()')
  await vic.field.click()
  await vic.page.keyboard.press('End')
  await vic.page.keyboard.type('ence')
  assert.equal(await vic.field.inputValue(), 'Half a sentence')
  await vic.page.keyboard.press('Escape')
  await vic.panel.waitFor({ state: 'hidden' })
  assert.equal(await run(vic, 'd.open'), true)
  await run(vic, 'd.remove()')
  await eventually(() => vic.launcher.isVisible(), 'the button, which went with the dialog')
})

const replacements = {
  'the body': `document.body.replaceWith(Object.assign(document.createElement('body'), { innerHTML: '<h1>Next</h1>' }))`,
  'the whole document': `{ const next = document.createElement('html'); next.innerHTML = '<head></head><body><h1>Next</h1></body>'; document.documentElement.replaceWith(next) }`,
  'everything beside the body': `for (const each of [...document.documentElement.children]) if (!['HEAD', 'BODY'].includes(each.tagName)) each.remove()`,
}
test('pages that replace their body, or all of their document, keep the chat and what was said', async () => {
  for (const [what, script] of Object.entries(replacements)) {
    const vic = await s.visitor({ address: await page() })
    await vic.open()
    await vic.say('Do you ship to Norway?')
    await vic.answer('Norway').waitFor()
    await run(vic, script)
    await vic.mine('Norway').waitFor()
    await vic.say('And to Sweden?')
    await vic.mine('And to Sweden?').waitFor()
    assert.equal(await vic.page.locator('#halo-widget').count(), 1, what)
    await vic.page.context().close()
  }
})

test('a page that removes the chat for good is not fought at every turn', async () => {
  const vic = await s.visitor({ address: await page() })
  await vic.launcher.waitFor()
  const seen = await run(
    vic,
    `new Promise((resolve) => {
      let seen = 0
      new MutationObserver((changes) => {
        for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes]))
          if (node.id === 'halo-widget') seen++, node.remove()
        if (seen === 8) resolve(performance.now() - from)
      }).observe(document.documentElement, { childList: true })
      const from = performance.now()
      document.querySelector('#halo-widget').remove()
    })`,
  )
  assert.ok((seen as number) > 400, `eight times within ${seen} ms`)
})

test('libraries that have changed what arrays, objects, fetch and crypto are keep nobody from chatting', async () => {
  const head = `<script>
    Array.prototype.toJSON = function () { return '[' + this.map((each) => JSON.stringify(each)).join(', ') + ']' }
    Object.prototype.toJSON = undefined
    String.prototype.toJSON = function () { return '"' + this + '"' }
    Array.from = (list) => list ? [].slice.call(list) : []
    Array.prototype.entries = Array.prototype.toArray = function () { return this }
    Array.prototype.first = function () { return this[0] }
    Object.prototype.extend = function () {}
    Object.prototype.each = function () {}
    Function.prototype.delay = function () {}
    const own = window.fetch
    window.fetch = (address, options = {}) =>
      own('/app' + new URL(address, location.href).pathname, { ...options, credentials: 'include', headers: { ...options.headers, 'x-csrf-token': '1' } })
    Object.defineProperty(window, 'crypto', { value: { getRandomValues: () => { throw new Error('none') } } })
  </script>`
  const vic = await s.visitor({ address: await page({ head }) })
  await chat(vic)
  await vic.say('And to Sweden?')
  await vic.page.waitForFunction('Halo.debug().panel.unsent === 0')
  assert.equal(await vic.log.getByText('Sending…').count(), 0)
})

test('in quirks mode, zoomed, and among rules for everything the chat is as large as it is elsewhere', async () => {
  const head = `<style>
    html { zoom: 1; font-size: 31px; line-height: 4 }
    * { margin: 9px !important; padding: 7px !important; box-sizing: content-box !important; font: 30px fantasy !important; transform: rotate(1deg); filter: invert(1); opacity: 0.3 !important; visibility: hidden; float: left; max-width: 40px !important; transition: all 9s !important; --accent: red; --side: 300px }
    html, body { visibility: visible; transform: none; filter: none }
    [id] { display: none !important }
    :not(:defined), [class] { display: none !important }
  </style>`
  const vic = await s.visitor({ address: await page({ head, doctype: '' }) })
  assert.equal(await run(vic, 'document.compatMode'), 'BackCompat')
  await chat(vic)
  const plain = await s.visitor({ address: await page() })
  await chat(plain)
  const shape = async (one: VisitorPage) => ({
    launcher: await one.launcher.boundingBox(),
    panel: await one.panel.boundingBox(),
    field: await one.field.boundingBox(),
    font: await one.field.evaluate((field) => getComputedStyle(field).font),
    opacity: await one.page.locator('#halo-widget').evaluate((host) => getComputedStyle(host).opacity),
  })
  assert.deepEqual(await shape(vic), await shape(plain))
})

test('nothing of the chat is printed', async () => {
  const vic = await s.visitor({ address: await page() })
  await vic.open()
  await vic.page.emulateMedia({ media: 'print' })
  assert.deepEqual([await vic.launcher.isVisible(), await vic.panel.isVisible()], [false, false])
})

test('at 400 % the chat takes the screen, and everything in it is in reach', async () => {
  const vic = await s.visitor({ address: await page(), viewport: { width: 320, height: 256 } })
  await vic.open()
  for (const part of [vic.field, vic.panel.getByRole('button', { name: 'Close chat' })]) {
    const box = (await part.boundingBox())!
    assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= 320 && box.y + box.height <= 256)
  }
})

test('where the policy of the page keeps us out, one line says which rule and what it must name', async () => {
  const { url } = s.world
  for (const [policy, rule] of [
    [
      `script-src ${url} 'nonce-n'; connect-src 'none'`,
      `connect-src must name ${url} ${url.replace('http', 'ws')}`,
    ],
    [`script-src 'nonce-n'; connect-src ${url} ${url.replace('http', 'ws')}`, ''],
  ] as const) {
    const address = await s.site(
      `<!doctype html><title>Shop</title><script nonce="n" async src="${url}/widget.js" data-key="${s.world.halo.widgetKey}"></script>`,
      { 'content-security-policy': policy },
    )
    const lines: string[] = []
    const vic = await s.visitor({
      address,
      prepare: async (page) =>
        page.on('console', (message) => {
          if (message.text().startsWith('Halo: ')) lines.push(message.text())
        }),
    })
    await vic.launcher.click()
    if (rule) {
      await vic.panel.getByText('could not be loaded').waitFor()
      assert.deepEqual(lines, [`Halo: This page's Content-Security-Policy keeps it out: ${rule}`])
    } else {
      // A nonce on the tag is enough for what the tag brings.
      await vic.line('Hi, I am Nora').waitFor()
      assert.deepEqual(lines, [])
    }
  }
})
