import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readHtml } from '../../server/knowledge/sources/formats/html.ts'

const body = 'The grinder must be cleaned once a week with a dry brush and never with water. '.repeat(4)
const read = (html: string) => readHtml(Buffer.from(`<html><body>${html}</body></html>`), null, null).text

test('answers that open at a click are read, however they are closed', () => {
  const panels = [
    '<div hidden><p>Refunds take five working days after the parcel came back.</p></div>',
    '<div style="display:none"><p>We ship to thirty countries for a fee.</p></div>',
    '<div style="color:red; visibility: hidden"><p>Gift cards never expire at all.</p></div>',
    '<div aria-hidden="true"><p>Plans can be paused for three months.</p></div>',
    '<details><summary>Warranty?</summary><p>Two years on every grinder.</p></details>',
    '<div role="tabpanel" hidden><div hidden>Opening hours are nine to five.</div></div>',
  ]
  const text = read(`<main><h1>FAQ</h1><p>${body}</p>${panels.join('<button>Question</button>')}</main>`)
  for (const words of [
    'five working days',
    'thirty countries',
    'never expire',
    'paused',
    'Two years',
    'nine to five',
  ])
    assert.ok(text.includes(words), words)
})

test('menus, windows and what is there twice stay closed', () => {
  const text = read(
    `<nav hidden>Menu with many entries of this site</nav>
    <div class="cookie-consent" style="display:none">We use cookies for all kinds of things.</div>
    <div role="dialog" aria-hidden="true">Subscribe to our newsletter today please.</div>
    <main><p>${body}</p><p>Shipping takes three days within the country.</p>
    <p hidden>Shipping takes three days within the country.</p></main>`,
  )
  assert.ok(!/cookies|newsletter|Menu/.test(text), text)
  assert.equal(text.split('Shipping takes three days').length, 2)
})

test('a table inside a cell keeps its rows apart', () => {
  const text = read(
    `<main><p>${body}</p><table><tr><th>Zone</th><th>Details</th></tr><tr><td>North</td>
    <td>see:<table><tr><td>Days</td><td>Cost</td></tr><tr><td>three</td><td>9 euro</td></tr></table></td></tr></table></main>`,
  )
  assert.match(text, /North \| see:; Days \| Cost; three \| 9 euro/)
})
