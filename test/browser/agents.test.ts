import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, afterEach, before, test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { usualStyle } from '../../protocol/agents/shapes.ts'
import { newId } from '../../server/ground/context.ts'
import { eventually } from '../world.ts'
import { becomes } from './becomes.ts'
import { stage, type Stage } from './stage.ts'

let s: Stage
before(async () => {
  s = await stage({ pace: 5 })
})
afterEach(() => s.clear())
after(() => s.close())

const agents = async () => (await s.world.ada.call('GET /api/agents')).agents
const agentNamed = async (name: string) => (await agents()).find((agent) => agent.name === name)!
const colourOf = (element: Locator) => element.evaluate((shown) => getComputedStyle(shown).backgroundColor)

/** A site with as many pages as one likes, on an origin of its own. */
async function site() {
  const html = `<!doctype html><title>Shop</title><h1>Shop</h1><script src="${s.world.url}/widget.js"></script><script>Halo.init({ key: '${s.world.halo.widgetKey}' })</script>`
  const server = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(html),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.dispose]: () => server.close().closeAllConnections(),
  }
}

test('an agent is made, dressed and given its pages, and is what visitors of those pages meet', async () => {
  const { page } = await s.operator()
  await page.goto(`${s.world.url}/agents`)
  await page.getByRole('button', { name: 'New agent' }).click()
  await page.getByLabel('Name of the new agent').fill('Sam')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 2, name: 'Sam' }).waitFor()

  const identity = page.getByRole('form', { name: 'Identity' })
  await identity.getByLabel('Role').fill('Plans and prices')
  await identity.getByLabel('Initials').fill('SP')
  await identity.getByRole('button', { name: 'Save' }).click()
  await identity.getByText(/^Saved\./).waitFor()

  await page.getByRole('link', { name: 'Style' }).click()
  const style = page.getByRole('form', { name: 'Style' })
  await style.getByRole('textbox', { name: 'Colour', exact: true }).fill('#7a7a7a')
  await style.getByText(/Neither white nor black/).waitFor()
  assert.ok(await style.getByRole('button', { name: 'Save' }).isDisabled())
  await style.getByRole('textbox', { name: 'Colour', exact: true }).fill('#0a7d4f')
  await style.getByLabel('Corner').selectOption('left')
  await style.getByLabel('Launcher words').fill('Ask about prices')
  await style.getByLabel('Greeting').fill('I know every price.')
  await style.getByLabel('Suggested questions').fill('What does Pro cost?\nIs there a trial?')
  const preview = page.getByRole('figure', { name: 'Preview' })
  for (const shown of ['Ask about prices', 'I know every price.', 'What does Pro cost?', 'Plans and prices'])
    await preview.getByText(shown).waitFor()
  await style.getByRole('button', { name: 'Save' }).click()
  await style.getByText(/^Saved\./).waitFor()

  await page.getByRole('link', { name: 'Routing' }).click()
  await page.getByText('No rules yet').waitFor()
  await page.getByRole('button', { name: 'Add rule' }).click()
  await page.getByLabel('Path').fill('/pricing*')
  await page.getByRole('button', { name: 'Save rule' }).click()
  const rules = page.getByRole('list', { name: 'Rules' })
  await rules.getByText('Pages /pricing*').waitFor()
  await rules.getByText('Off, so passed over').waitFor()
  const attempt = async (address: string, answer: string | RegExp) => {
    await page.getByRole('textbox', { name: 'Address' }).fill(address)
    await page.keyboard.press('Enter')
    await page.getByRole('form', { name: 'Try an address' }).getByText(answer).waitFor()
  }
  await attempt(
    'shop.test/pricing/teams',
    'Nora answers, the default agent: no rule is true. Rule 1 would come first, but its agent is off.',
  )
  await page.getByRole('switch', { name: 'Sam takes conversations' }).click()
  await attempt('shop.test/pricing', 'Sam answers, by rule 1: Pages /pricing*.')
  await attempt('https://shop.test/', 'Nora answers, the default agent: no rule is true.')
})

test('two pages of one site have two agents with two looks, and the button is never another one’s', async () => {
  using shop = await site()
  const seen: string[] = []
  const watch = async (page: Page) => {
    await page.exposeFunction('sawLauncher', (look: string) => void seen.push(look))
    await page.addInitScript(() => {
      const told = (window as unknown as { sawLauncher(look: string): void }).sawLauncher
      // Every look that the button ever has on the page.
      let last = ''
      const frame = () => {
        const button = document.querySelector('#halo-widget')?.shadowRoot?.querySelector('.launcher')
        const look = button ? `${getComputedStyle(button).backgroundColor} ${button.textContent}` : ''
        if (look && look !== last) told((last = look))
        requestAnimationFrame(frame)
      }
      frame()
    })
  }
  const vic = await s.visitor({ address: `${shop.url}/pricing/teams`, prepare: watch })
  await vic.launcher.waitFor()
  await becomes(() => vic.launcher.getAttribute('aria-label'), 'Ask about prices. Open chat')
  assert.ok((await vic.launcher.boundingBox())!.x < 100, 'in the left corner')
  await vic.open()
  await vic.panel.getByRole('heading', { name: 'Sam' }).waitFor()
  await becomes(() => vic.panel.getAttribute('aria-label'), 'Chat: Sam, AI')
  for (const shown of ['Plans and prices', 'SP', 'I know every price.', 'Is there a trial?'])
    await vic.panel.getByText(shown, { exact: true }).waitFor()
  assert.equal(await colourOf(vic.panel.locator('.head')), 'rgb(10, 125, 79)')
  await eventually(async () => seen.length > 0, 'a look at the button')
  assert.deepEqual([...new Set(seen.map((look) => look.slice(0, 16)))], ['rgb(10, 125, 79)'])

  const tom = await s.visitor({ address: `${shop.url}/` })
  await tom.open()
  await tom.panel.getByRole('heading', { name: 'Nora' }).waitFor()
  assert.equal(await colourOf(tom.launcher), 'rgb(61, 90, 254)')
  assert.ok((await tom.launcher.boundingBox())!.x > 1000, 'in the right corner')
  const [sam, nora] = [(await agentNamed('Sam')).id, (await agentNamed('Nora')).id]
  assert.deepEqual(
    [
      (await s.world.ada.transcript(vic.id)).conversation.agent.id,
      (await s.world.ada.transcript(tom.id)).conversation.agent.id,
    ],
    [sam, nora],
  )

  // Elsewhere on the site Vic goes on with Sam, whose look the chat keeps.
  await vic.say('What does shipping cost?')
  await vic.answer(/./).nth(1).waitFor()
  await vic.page.goto(`${shop.url}/`)
  await vic.panel.getByRole('heading', { name: 'Sam' }).waitFor()
  assert.equal(await colourOf(vic.launcher), 'rgb(10, 125, 79)')

  const { page } = await s.operator()
  await page.getByRole('list', { name: 'Live conversations' }).getByText('Sam').first().waitFor()
})

test('a page that changes without loading leads to the agent of where the chat is opened', async () => {
  using shop = await site()
  const vic = await s.visitor({ address: `${shop.url}/` })
  await vic.launcher.waitFor()
  assert.equal(await colourOf(vic.launcher), 'rgb(61, 90, 254)')
  await vic.page.evaluate(() => history.pushState({}, '', '/pricing'))
  await vic.open()
  await vic.panel.getByRole('heading', { name: 'Sam' }).waitFor()
  assert.equal(await colourOf(vic.launcher), 'rgb(10, 125, 79)')
})

test('what the page says of colour and corner counts before the agent’s style; without an answer the button comes all the same', async () => {
  const html = (extra: string) =>
    `<!doctype html><title>Shop</title><script src="${s.world.url}/widget.js"></script><script>Halo.init({ key: '${s.world.halo.widgetKey}', ${extra} })</script>`
  const sam = (await agentNamed('Sam')).id
  const rule = newId()
  await s.world.ada.call('PUT /api/routing/:id', {
    params: { id: rule },
    body: { agentId: sam, host: '127.0.0.1', path: '', traits: [] },
  })
  const vic = await s.visitor({ address: await s.site(html('accent: "#ffd400", position: "right"')) })
  await vic.launcher.waitFor()
  assert.equal(await colourOf(vic.launcher), 'rgb(255, 212, 0)')
  assert.ok((await vic.launcher.boundingBox())!.x > 1000)
  await becomes(() => vic.launcher.textContent(), 'Ask about prices')
  await s.world.ada.call('DELETE /api/routing/:id', { params: { id: rule } })

  const tom = await s.visitor({
    address: await s.site(html('')),
    prepare: (page) => page.route('**/api/widget/look', (route) => route.abort()),
  })
  await tom.open()
  await tom.panel.getByText('How can I help?').waitFor()
})

test('a picture that cannot be shown gives way to the initials', async () => {
  const nora = (await agentNamed('Nora')).id
  await s.world.ada.call('PATCH /api/agents/:id', {
    params: { id: nora },
    body: { initials: 'NC', image: 'https://127.0.0.1:9/none.png', style: usualStyle },
  })
  const vic = await s.visitor()
  await vic.open()
  await vic.panel.locator('.face').getByText('NC').waitFor()
  await s.world.ada.call('PATCH /api/agents/:id', { params: { id: nora }, body: { initials: '', image: null } })
})

test('agents are reordered, copied, put away with a way back, and taken out of the archive', async () => {
  const { page } = await s.operator()
  await page.goto(`${s.world.url}/agents`)
  const names = () => page.getByRole('list', { name: 'Agents' }).locator('strong').allTextContents()
  await page.getByRole('button', { name: 'Move Sam up' }).click()
  await eventually(async () => (await names()).join() === 'Sam,Nora', 'the order')
  await eventually(async () => (await agents())[0]!.name === 'Sam', 'the order, kept')
  await page.getByRole('link', { name: /^Sam/ }).click()
  const more = page.getByRole('button', { name: 'More to do with Sam' })
  await more.click()
  await page.getByRole('menuitem', { name: 'Duplicate' }).click()
  await page.getByRole('heading', { level: 2, name: 'Sam, copy' }).waitFor()
  assert.equal((await agentNamed('Sam, copy')).style.label, 'Ask about prices')
  const moreOfCopy = page.getByRole('button', { name: 'More to do with Sam, copy' })
  await moreOfCopy.click()
  await page.getByRole('menuitem', { name: 'Archive' }).click()
  await page.getByText('In the archive: it begins no conversation.').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Off: it begins no conversation.').waitFor()
  assert.equal((await agentNamed('Sam, copy')).archivedAt, null)
  await s.world.ada.call('PUT /api/agents/:id/archive', { params: { id: (await agentNamed('Sam, copy')).id } })
  await page.goto(`${s.world.url}/agents`)
  await page.getByRole('button', { name: 'Take Sam, copy out of the archive' }).click()
  await page.getByRole('switch', { name: 'Sam, copy takes conversations' }).waitFor()
  await page.getByRole('link', { name: /^Nora/ }).click()
  await page.getByRole('button', { name: 'More to do with Nora' }).click()
  await page.getByRole('menuitem', { name: 'Duplicate' }).waitFor()
  assert.equal(await page.getByRole('menuitem', { name: 'Archive' }).count(), 0, 'the default agent stays')
})

test('Live Train talks to the agent that one chooses', async () => {
  const { page } = await s.operator()
  await page.goto(`${s.world.url}/agents/${(await agentNamed('Nora')).id}/train`)
  await page.getByRole('combobox', { name: /^Agent/ }).click()
  await page.getByRole('option', { name: 'Sam', exact: true }).click()
  await page.getByText('The real Sam').waitFor()
  assert.ok(page.url().includes((await agentNamed('Sam')).id))
})

test('the installation screen gives the code, and says by itself when the widget was loaded', async () => {
  await s.world.halo.ctx.db.write((trx) => trx.deleteFrom('sightings').execute())
  const { page } = await s.operator()
  await page.goto(`${s.world.url}/installation`)
  await page.getByText('Not seen yet').waitFor()
  await page.getByText('Content-Security-Policy').waitFor()
  await page.getByText('For a site that is built').click()
  const [file] = /[\w.-]+\.tgz/.exec((await page.getByText('npm install').textContent())!)!
  const served = await fetch(`${s.world.url}/packages/${file}`)
  assert.deepEqual(
    [served.status, [...new Uint8Array(await served.arrayBuffer()).subarray(0, 2)]],
    [200, [0x1f, 0x8b]],
  )
  using shop = await site()
  await (await s.visitor({ address: `${shop.url}/welcome` })).launcher.waitFor()
  await page.getByText('The widget was loaded on one site.').waitFor()
  const row = page.getByRole('row').filter({ hasText: shop.url })
  for (const shown of ['/welcome', 'now', '0.1.0']) await row.getByText(shown, { exact: true }).waitFor()
})
