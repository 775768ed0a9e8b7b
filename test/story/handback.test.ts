import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startProvider, type Provider } from '../provider.ts'
import { eventually, world, type OperatorClient, type World } from '../world.ts'

let w: World
let robin: OperatorClient
before(async () => {
  w = await world()
  robin = await w.ben()
})
after(() => w.close())

const brief = (chat: string) => robin.call('GET /api/conversations/:id/brief', { params: { id: chat } })
const leaveWord = (chat: string, text: string, by = robin) =>
  by.call('PUT /api/conversations/:id/brief', { params: { id: chat }, body: { text } })

/** What the AI answers next. */
async function answerTo(vic: Awaited<ReturnType<World['visitor']>>, chat: string, text: string, among = w) {
  const before = (await among.ada.transcript(chat)).messages.length
  await vic.say(chat, text)
  const answer = await eventually(
    async () => (await among.ada.transcript(chat)).messages.slice(before).find(({ from }) => from === 'ai'),
    `an answer to ${text}`,
  )
  return answer.text
}

/** Robin took over and talked with the visitor. */
async function talked() {
  const vic = await w.visitor()
  const chat = await vic.open()
  await vic.say(chat, 'My grinder rattles')
  await robin.takeOver(chat)
  await robin.reply(chat, 'What is your order number?')
  await vic.say(chat, '4411')
  await robin.reply(chat, 'The replacement burr leaves our warehouse on Thursday.')
  return { vic, chat }
}

test('what could be left as word is what the two told each other, without manners', async () => {
  const { vic, chat } = await talked()
  await vic.say(chat, 'thanks')
  await robin.reply(chat, 'It arrives on Monday, at the latest.')
  await vic.say(chat, 'Great, and my flat is number 7')
  const { suggested, brief: none } = await brief(chat)
  assert.equal(none, null)
  assert.equal(
    suggested,
    'Visitor: My grinder rattles\nBen: What is your order number?\nVisitor: 4411\nBen: The replacement burr leaves our warehouse on Thursday.\nBen: It arrives on Monday, at the latest.\nVisitor: Great, and my flat is number 7',
  )
})

test('the AI goes on from what the person said, and asks for nothing that they were told', async () => {
  const { vic, chat } = await talked()
  await robin.handBack(chat)
  assert.match(await answerTo(vic, chat, 'When does the replacement burr leave?'), /Ben wrote: .*on Thursday/)
  const again = await answerTo(vic, chat, 'It is so annoying, it still rattles')
  assert.match(again, /Ben/)
  assert.doesNotMatch(again, /what went wrong/i)
})

test('the word that was left stands in every later reply, until it is taken away, and the visitor reads nothing of it', async () => {
  const { vic, chat } = await talked()
  await leaveWord(chat, 'Their refund of 20 euros was approved today.\nDo not mention the warranty.')
  await robin.handBack(chat)
  assert.match(await answerTo(vic, chat, 'Was my refund approved?'), /refund of 20 euros/)
  for (const asked of ['And how long does shipping take?', 'Is there a warranty?']) {
    assert.doesNotMatch(await answerTo(vic, chat, asked), /warranty/)
    const { messages } = await w.ada.transcript(chat)
    const { layers } = await w.ada.call('GET /api/conversations/:id/messages/:messageId/prompt', {
      params: { id: chat, messageId: messages.findLast(({ from }) => from === 'ai')!.id },
    })
    assert.ok(layers.some(({ layer, items }) => layer === 3 && items.some(({ kind }) => kind === 'brief')))
  }
  assert.equal((await w.ada.transcript(chat)).briefs.at(-1)?.by.name, 'Ben')
  assert.ok(!JSON.stringify(await vic.transcript(chat)).includes('20 euros was approved today.\nDo not'))
  await leaveWord(chat, '')
  assert.equal((await brief(chat)).brief, null)
})

test('the same word twice is written once', async () => {
  const { chat } = await talked()
  await leaveWord(chat, 'A burr is on its way.')
  await leaveWord(chat, 'A burr is on its way.')
  assert.equal((await w.ada.transcript(chat)).briefs.length, 1)
})

test('a provider is given it above everything that a visitor said, with whose it is', async () => {
  const provider: Provider = await startProvider({ say: 'On Thursday.' })
  const there = await world({
    env: { HALO_MODEL: 'openai-compatible/test-model', HALO_MODEL_URL: provider.url, HALO_MODEL_KEY: 'k' },
  })
  try {
    const vic = await there.visitor()
    const chat = await vic.open()
    await vic.say(chat, 'Where is my burr?')
    await there.ada.takeOver(chat)
    await leaveWord(chat, 'The burr leaves on Thursday; the order is 4411.', there.ada)
    await there.ada.handBack(chat)
    await eventually(
      async () => (await there.ada.transcript(chat)).messages.some(({ from }) => from === 'ai'),
      'an answer',
    )
    for (const asked of ['And when exactly?', 'Which order was it again?']) await answerTo(vic, chat, asked, there)
    const last = provider.requests.at(-1)!
    const system = last.messages.find(({ role }) => role === 'system')!.content
    assert.match(system, /Ada, who answered this visitor before you, left word\..*the order is 4411/)
  } finally {
    await there.close()
    await provider.close()
  }
})
