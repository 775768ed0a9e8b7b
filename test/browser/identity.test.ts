import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { SignJWT } from 'jose'
import { newId } from '../../server/ground/context.ts'
import { becomes } from './becomes.ts'
import { stage, type Stage } from './stage.ts'
import type { VisitorPage } from './visitor-page.ts'

let s: Stage
let secret: string
before(async () => {
  s = await stage()
  secret = (await s.world.ada.call('POST /api/identity/secrets', { body: { id: newId() } })).secret
  await s.world.ada.call('PUT /api/identity', { body: { required: true } })
})
afterEach(() => s.clear())
after(() => s.close())

const sign = (userId: string, expires = '1h') =>
  new SignJWT({ user_id: userId, plan: 'Pro' })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(expires)
    .sign(new TextEncoder().encode(secret))

/** A site that writes down what it was told, and what its visitors' browsers sent as proof. */
async function visit(options: string): Promise<{ vic: VisitorPage; sent: (string | undefined)[] }> {
  const sent: (string | undefined)[] = []
  const address =
    await s.site(`<!doctype html><html lang="en"><body><h1>Shop</h1><p id="price">12 €</p><script>var told = []</script>
    <script src="${s.world.url}/widget.js"></script><script>Halo.init({ key: '${s.world.halo.widgetKey}', onIdentityExpired: (error) => told.push(error.code)${options} })</script></body></html>`)
  const vic = await s.visitor({
    address,
    prepare: async (page) =>
      page.on('request', (request) => {
        if (request.url().endsWith('/api/widget/sessions'))
          sent.push((request.postDataJSON() as { userToken?: string }).userToken)
      }),
  })
  return { vic, sent }
}
const run = (vic: VisitorPage, code: string) => vic.page.evaluate(code)
const verified = async (vic: VisitorPage) => (await s.world.ada.transcript(vic.id)).conversation.visitor.verified

test('a signed name goes in verified; a token of an hour ago is never sent, the page is asked for a new one', async () => {
  const [old, fresh] = [await sign('ana', '-1h'), await sign('ana')]
  const { vic, sent } = await visit(`, userId: 'ana', userToken: '${old}', getUserToken: async () => '${fresh}'`)
  await vic.open()
  assert.equal(await verified(vic), true)
  assert.deepEqual(sent, [fresh])
  const printed = JSON.stringify(await run(vic, 'Halo.debug()'))
  assert.ok(!printed.includes(fresh.slice(-20)) && printed.includes('"getUserToken":true'))
})

test('who cannot prove it waits: told once, no knocking, and a new token lets them in', async () => {
  const { vic, sent } = await visit(`, userId: 'ben', userToken: '${await sign('somebody else')}'`)
  await vic.launcher.click()
  await vic.page.waitForFunction('told.length')
  await vic.panel.getByRole('button', { name: 'Try again' }).click()
  await vic.panel.getByRole('button', { name: 'Try again' }).click()
  assert.deepEqual([await run(vic, 'told'), sent.length], [['identity_invalid'], 1])
  const started = vic.page.waitForResponse(
    (response) => response.ok() && response.url().endsWith('/api/widget/conversations'),
  )
  await run(vic, `Halo.identify('ben', {}, { userToken: '${await sign('ben')}' })`)
  vic.id = ((await (await started).json()) as { conversation: { id: string } }).conversation.id
  assert.equal(await verified(vic), true)
})

test('a page without proof is refused, and without a name welcome', async () => {
  const { vic } = await visit(`, userId: 'eve'`)
  await vic.launcher.click()
  await vic.page.waitForFunction('told.length')
  assert.deepEqual(await run(vic, 'told'), ['identity_required'])
  const nobody = await visit('')
  await nobody.vic.open()
})

test('a page may do without the button, and point at what it talks about', async () => {
  const { vic } = await visit(`, manualOnPaths: ['/check*', '/']`)
  await vic.page.waitForFunction(`document.querySelector('#halo-widget')`)
  await becomes(() => vic.launcher.isVisible(), false)
  const [started] = await Promise.all([
    vic.page.waitForResponse((response) => response.url().endsWith('/api/widget/conversations')),
    run(vic, 'Halo.openChat()'),
  ])
  assert.ok(started.ok())
  const before = await vic.page.locator('#price').evaluate((price) => price.outerHTML)
  await run(vic, `Halo.highlightElement('#price', { label: 'The price' })`)
  const frame = vic.page.getByRole('note', { name: 'The price' })
  await frame.waitFor()
  const [around, price] = [(await frame.boundingBox())!, (await vic.page.locator('#price').boundingBox())!]
  assert.ok(around.x < price.x && around.y < price.y && around.height > price.height)
  assert.equal(await vic.page.locator('#price').evaluate((element) => element.outerHTML), before)
  await run(vic, 'Halo.clearHighlights()')
  await frame.waitFor({ state: 'detached' })
})

test('an Admin makes a secret, sees it once, and cannot take the last one away while proof is demanded', async () => {
  const { page } = await s.operator()
  await page.goto(`${s.world.url}/settings/workspace`)
  await page.getByRole('button', { name: /Add a second secret/ }).click()
  const shown = await page
    .getByRole('dialog')
    .getByText(/^halo_secret_/)
    .textContent()
  await page.keyboard.press('Escape')
  const list = page.getByRole('list', { name: 'Secrets' })
  await list.getByText(`halo_secret_…${shown!.slice(-4)}`).waitFor()
  assert.ok(!(await page.content()).includes(shown!))
  await becomes(
    () => page.getByRole('switch', { name: 'Demand proof of identity' }).getAttribute('aria-checked'),
    'true',
  )
})
