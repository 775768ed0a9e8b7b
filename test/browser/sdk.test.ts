import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { eventually } from '../world.ts'
import { becomes } from './becomes.ts'
import { stage, type Stage } from './stage.ts'

let s: Stage
before(async () => {
  s = await stage()
})
afterEach(() => s.clear())
after(() => s.close())

/** A plain page that carries the widget and writes down what it hears. */
const page = (options = '') =>
  s.site(`<!doctype html><html lang="en"><head><title>Shop</title></head><body><h1>Shop</h1>
  <script src="${s.world.url}/widget.js"></script>
  <script>
    const heard = []
    for (const event of ['ready', 'chatOpen', 'chatClose', 'message', 'error']) Halo.on(event, (detail) => heard.push(detail?.code ?? detail?.from ?? event))
    Halo.init({ key: '${s.world.halo.widgetKey}' ${options} })
  </script></body></html>`)

const run = (vic: { page: Page }, script: string) => vic.page.evaluate(script)
const about = (chat: string) => s.world.ada.call('GET /api/conversations/:id/visitor', { params: { id: chat } })
const known = <T>(chat: string, look: (told: Awaited<ReturnType<typeof about>>) => T) =>
  eventually(async () => look(await about(chat)), 'what the page told')

test('who the visitor is, told before the chat is opened, arrives with the conversation', async () => {
  const vic = await s.visitor({
    address: await page(
      `, userId: 7, userTraits: { name: 'Mara Lind', plan: 'Pro' }, companyId: 'acme', companyTraits: { name: 'Acme' }`,
    ),
  })
  await run(
    vic,
    `Halo.setContext('cart', { label: 'Cart', type: 'list', value: ['Harbour Blend'] }); Halo.identify('7', { seats: 3 })`,
  )
  await vic.open()
  const { contact, traits, claimedCompany, context } = await about(vic.id)
  assert.deepEqual(
    [contact?.userId, contact?.name, traits, claimedCompany, context.map(({ key }) => key)],
    ['7', 'Mara Lind', { plan: 'Pro', seats: 3 }, { companyId: 'acme', traits: { name: 'Acme' } }, ['cart']],
  )
})

test('an anonymous visitor who is identified in the middle of a conversation goes on with it', async () => {
  const vic = await s.visitor({ address: await page() })
  await vic.open()
  await vic.say('Where do you ship?')
  await vic.answer(/./).nth(1).waitFor()
  await run(vic, `Halo.identify('u-9', { name: 'Nils Berg', email: 'nils@shop.test' })`)
  await known(vic.id, ({ contact }) => contact?.name === 'Nils Berg')
  await vic.mine('Where do you ship?').waitFor()
  await run(
    vic,
    `Halo.identifyCompany('initech', { name: 'Initech' }); Halo.identifyCompany('initech', { seats: 5 }); Halo.setContext('sync', { label: 'Sync', type: 'integration', value: { status: 'ok' } }); Halo.setContext('sync', { label: 'Sync', type: 'integration', value: { status: 'failing' } }); Halo.setContext('cart', { label: 'Cart', value: 2 })`,
  )
  const told = (await known(vic.id, (told) => (told.context.length === 2 ? told : null)))!
  assert.deepEqual(
    [told.company, told.claimedCompany?.traits, told.context[0]?.value],
    [null, { name: 'Initech', seats: 5 }, { status: 'failing' }],
  )
  await run(vic, `Halo.clearContext('sync')`)
  await known(vic.id, ({ context }) => context.map(({ key }) => key).join() === 'cart')
  await run(vic, 'Halo.clearContext()')
  await known(vic.id, ({ context }) => context.length === 0)

  await vic.say('And to Norway?')
  await vic.answer(/./).nth(2).waitFor()
  const { messages } = await s.world.ada.transcript(vic.id)
  assert.deepEqual(
    messages.filter(({ from }) => from === 'visitor').map(({ text }) => text),
    ['Where do you ship?', 'And to Norway?'],
    'one conversation, before and after',
  )
  await vic.page.reload()
  await run(vic, `Halo.identify('u-9')`)
  await vic.mine('And to Norway?').waitFor()
})

test('another person on the same page begins anew and sees nothing of the one before', async () => {
  const vic = await s.visitor({
    address: await page(`, userId: 'one', context: { cart: { label: 'Cart', value: 'secret' } }`),
  })
  await vic.open()
  await vic.say('My secret question')
  await vic.mine('My secret question').waitFor()
  await run(vic, `Halo.identify('two', { name: 'Two' })`)
  await vic.panel.waitFor({ state: 'detached' })
  const first = vic.id
  await vic.open()
  assert.notEqual(vic.id, first)
  assert.equal(await vic.mine('My secret question').count(), 0)
  const { contact, context } = await about(vic.id)
  assert.deepEqual([contact?.userId, context], ['two', []])
})

test('open, close and send from the page; a second init warns; callbacks come for real changes alone', async () => {
  const warnings: string[] = []
  const vic = await s.visitor({
    address: await page(),
    prepare: async (page) =>
      page.on('console', (message) => {
        if (message.type() === 'warning') warnings.push(message.text())
      }),
  })
  assert.equal(await run(vic, `Halo.init({ key: 'another' }) === Halo`), true)
  assert.match(warnings.join(), /was called before/)
  await run(vic, 'Halo.openChat(); Halo.openChat()')
  await vic.panel.waitFor()
  await run(vic, `Halo.sendMessage('  Where do you ship?  ')`)
  await vic.mine('Where do you ship?').waitFor()
  await vic.page.waitForFunction(`heard.includes('ai')`)
  await run(vic, 'Halo.closeChat(); Halo.closeChat()')
  await vic.panel.waitFor({ state: 'hidden' })
  assert.deepEqual(
    ((await run(vic, 'heard')) as string[]).filter((each) => each !== 'ai'),
    ['ready', 'chatOpen', 'chatClose'],
  )
  await run(vic, 'Halo.destroy()')
  await becomes(() => vic.page.locator('#halo-widget').count(), 0)
  await run(vic, `Halo.identify('late')`)
  assert.match(warnings.join(), /Halo\.identify does nothing before Halo\.init/)
})

test('what a site says wrongly is told to the site and keeps nobody out', async () => {
  const vic = await s.visitor({ address: await page(`, userId: 'u-5', userTraits: { id: 1, plan: 'Pro' }`) })
  await vic.open()
  await vic.page.waitForFunction(`heard.includes('reserved_keys')`)
  await vic.say('Where do you ship?')
  await vic.answer(/./).nth(1).waitFor()
  assert.deepEqual([(await about(vic.id)).contact?.userId, (await about(vic.id)).traits], ['u-5', {}])
  await run(vic, `heard.length = 0; Halo.setContext('big', { label: 'Big', value: 'x'.repeat(30000) })`)
  await vic.page.waitForFunction(`heard.includes('entry_too_large')`)
})

test('debug tells how things are, and no secret', async () => {
  const vic = await s.visitor({
    address: await page(`, userId: 'u-3', userTraits: { name: 'Mara', iban: 'NO93' }`),
  })
  assert.equal(await run(vic, 'Halo.debug().panel'), 'not loaded yet')
  await vic.open()
  await vic.page.waitForFunction(`Halo.debug().panel.line === 'live'`)
  const state = (await run(vic, 'Halo.debug()')) as Record<string, unknown> & { panel: Record<string, unknown> }
  assert.deepEqual(
    [
      state.userId,
      state.key,
      state.traits,
      state.panel.agent,
      state.panel.token,
      state.panel.open,
      state.panel.conversation,
    ],
    ['u-3', true, ['name', 'iban'], 'Nora', true, true, vic.id],
  )
  const token = (await run(
    vic,
    `Object.entries(localStorage).find(([key]) => key.endsWith(':token'))[1]`,
  )) as string
  for (const secret of [token, s.world.halo.widgetKey, 'NO93']) assert.ok(!JSON.stringify(state).includes(secret))
})

test('what is typed is shown to the team only where it was switched on, and the visitor is told so', async () => {
  const disclosed = 'Support can see what you type before you send it'
  const quiet = await s.visitor({ address: await page() })
  await quiet.open()
  assert.equal(await quiet.panel.getByText(disclosed).count(), 0)

  const ada = await s.operator()
  await ada.page.goto(`${s.world.url}/settings/workspace`)
  await ada.page.getByRole('switch', { name: 'Typing preview' }).click()
  await eventually(async () => (await s.world.ada.call('GET /api/workspace')).workspace.typingPreview, 'the switch')
  const vic = await s.visitor({ address: await page() })
  await vic.open()
  await vic.panel.getByText(disclosed).waitFor()
  assert.equal(
    await vic.field.evaluate(
      (field: HTMLElement) =>
        field.getRootNode() instanceof ShadowRoot &&
        (field.getRootNode() as ShadowRoot).getElementById(field.getAttribute('aria-describedby')!)?.textContent,
    ),
    disclosed,
  )
  await ada.page.goto(s.world.url)
  await ada.follow(vic.id)
  await vic.field.pressSequentially('Where is my par')
  await ada.page.getByText('Where is my par').waitFor()
  await vic.field.fill('')
  await ada.page.getByText('Where is my par').waitFor({ state: 'detached' })
  await vic.say('Never mind')
  await ada.said('Never mind').waitFor()
  await s.world.ada.call('PUT /api/workspace', { body: { typingPreview: false } })
})
