import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { becomes } from './becomes.ts'
import { stage, type Stage } from './stage.ts'

let s: Stage
before(async () => {
  s = await stage()
})
afterEach(() => s.clear())
after(() => s.close())

test('written without a network: kept, shown as unsent, sent once and in order when the network is back', async () => {
  const vic = await (await s.visitor()).open()
  await vic.say('Do you ship to Norway?')
  await vic.answer('Norway').first().waitFor()
  await vic.page.context().setOffline(true)
  await vic.say('How can I reach you by post?')
  await vic.say('And by phone?')
  await vic.panel.getByText('You are offline').waitFor()
  await vic.log.locator('.unsent').filter({ hasText: 'by post' }).waitFor()
  // It is said once that there is no network, and that messages are kept: not again, in other words, under each of them.
  await becomes(() => vic.log.locator('.unsent .fate').count(), 0)
  await vic.page.context().setOffline(false)
  await vic.log.locator('.said.visitor:not(.unsent)').filter({ hasText: 'And by phone?' }).waitFor()
  const { messages } = await s.world.ada.transcript(vic.id)
  assert.deepEqual(
    messages.filter(({ from }) => from === 'visitor').map(({ text }) => text),
    ['Do you ship to Norway?', 'How can I reach you by post?', 'And by phone?'],
    'each once, in order',
  )
  await becomes(() => vic.mine('by post').count(), 1)
  await vic.panel.getByText('AI assistant', { exact: true }).waitFor()
})

test('what could not be sent survives a reload, and is sent once', async () => {
  const vic = await (await s.visitor()).open()
  const messages = '**/api/widget/conversations/*/messages'
  await vic.page.route(messages, (route) => route.abort())
  await vic.say('Do you sell gift cards?')
  await vic.mine('gift cards').getByText('Not sent.').waitFor()
  await vic.page.reload()
  await vic.mine('gift cards').getByText('Not sent.').waitFor()
  await vic.page.unroute(messages)
  await vic.answer('gift card').waitFor()
  await becomes(() => vic.mine('gift cards').count(), 1)
  const transcript = await s.world.ada.transcript(vic.id)
  assert.equal(transcript.messages.filter(({ from }) => from === 'visitor').length, 1)
})

test('a lost answer to a sent message makes no second message', async () => {
  const vic = await (await s.visitor()).open()
  let lost = 0
  await vic.page.route('**/api/widget/conversations/*/messages', async (route) => {
    if (lost++) return route.continue()
    await route.fetch()
    await route.abort()
  })
  await vic.say('Do you sell gift cards?')
  await vic.answer('gift card').first().waitFor()
  await vic.log.locator('.said.visitor:not(.unsent)').waitFor()
  const { messages } = await s.world.ada.transcript(vic.id)
  assert.equal(messages.filter(({ from }) => from === 'visitor').length, 1)
  await becomes(() => vic.mine('gift cards').count(), 1)
})

test('where sockets are blocked the same conversation goes by plain requests', async () => {
  const vic = await s.visitor({
    prepare: (page) => page.routeWebSocket('**/api/socket', (socket) => socket.close()),
  })
  await vic.open()
  await vic.say('Which plans do you offer?')
  await vic.answer(/plan/i).first().waitFor()
  await s.world.ada.reply(vic.id, 'A person can write here too.')
  await vic.line('A person can write here too.').waitFor()
  await vic.panel.getByRole('heading', { name: 'Ada' }).waitFor()
})
