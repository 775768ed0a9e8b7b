import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { needOf } from '../../protocol/need.ts'
import { usualEscalation } from '../../server/agents/escalation.ts'
import { startProvider } from '../provider.ts'
import { eventually, world, type OperatorClient, type World } from '../world.ts'

let w: World
let ben: OperatorClient
before(async () => {
  w = await world()
  ben = await w.ben()
  await askFirst(w)
})
after(() => w.close())

/** The agent asks the team what it does not know. */
async function askFirst(among: World) {
  const { agents } = await among.ada.call('GET /api/agents')
  await among.ada.call('PUT /api/agents/:id/escalation', {
    params: { id: agents[0]!.id },
    body: { ...usualEscalation, asksTeam: true },
  })
}

const head = async (id: string, among = w) => (await among.ada.transcript(id)).conversation
const last = async (id: string, among = w) => (await among.ada.transcript(id)).messages.at(-1)!
const answer = (who: OperatorClient, id: string, inquiryId: string, text: string) =>
  who.call('PUT /api/conversations/:id/inquiries/:inquiryId/answer', { params: { id, inquiryId }, body: { text } })
const openIn = (id: string, among = w) =>
  eventually(async () => (await head(id, among)).inquiry, 'a question to the team')

test('what the AI does not know it asks the team; the answer reaches it as a whisper with its author, and it goes on at once', async () => {
  const vic = await w.visitor()
  const chat = await vic.open()
  await vic.say(chat, 'Which zeppelin carries your coffee to Greenland?')
  const { id, text, by } = await openIn(chat)
  assert.equal(by, null)
  assert.match(text, /zeppelin/)
  assert.equal((await last(chat)).text, 'I am checking with a colleague.')
  const { rows } = await ben.call('GET /api/feed', { query: { window: '{}' } })
  assert.equal(needOf(rows.find((row) => row.id === chat)!), 'inquiry')
  assert.equal((await head(chat)).ticket, null)
  const { incidents } = await ben.call('GET /api/alerts')
  assert.ok(incidents.some(({ kind, conversationId }) => kind === 'inquiry' && conversationId === chat))

  await answer(ben, chat, id, 'The Hindenburg II')
  await eventually(async () => /Hindenburg II/.test((await last(chat)).text), 'the answer of the AI')
  const { whispers, inquiries, conversation } = await w.ada.transcript(chat)
  assert.deepEqual([whispers.at(-1)?.by.name, whispers.at(-1)?.state], ['Ben', 'used'])
  assert.deepEqual([inquiries[0]?.answer?.by.name, conversation.inquiry], ['Ben', null])
  assert.ok(!JSON.stringify(await vic.transcript(chat)).includes('inquir'))
  await assert.rejects(answer(w.ada, chat, id, 'Another one'), { code: 'answered' })
})

test('an operator asks colleagues without taking over: the visitor reads only that one is asked', async () => {
  const vic = await w.visitor()
  const chat = await vic.open()
  await vic.say(chat, 'How long does shipping take?')
  await eventually(async () => (await last(chat)).from === 'ai', 'an answer')
  const ask = (id: string) =>
    w.ada.call('POST /api/conversations/:id/inquiries', {
      params: { id: chat },
      body: { id, text: 'Is the Norway lorry late again?' },
    })
  const id = crypto.randomUUID()
  await ask(id)
  assert.deepEqual((await ask(id)).inquiry.by?.name, 'Ada')
  await assert.rejects(ask(crypto.randomUUID()), { code: 'asked' })
  const { messages, conversation } = await vic.transcript(chat)
  assert.deepEqual([messages.at(-1)?.from, messages.at(-1)?.text], ['system', 'I am checking with a colleague.'])
  assert.equal(conversation.control.holder, 'ai')
  assert.ok(!JSON.stringify(messages).includes('lorry'))
})

test('when nobody answers in time the visitor is told, the AI goes on, and the question is a ticket; a late answer still arrives', async () => {
  await using hasty = await world({ overrides: { timing: { inquiryMs: 200, sweepIntervalMs: 50 } } })
  await askFirst(hasty)
  const vic = await hasty.visitor()
  const chat = await vic.open()
  await vic.say(chat, 'Which zeppelin carries your coffee to Greenland?')
  await eventually(async () => /has not answered yet/.test((await last(chat, hasty)).text), 'the line that says so')
  const { conversation, inquiries } = await hasty.ada.transcript(chat)
  assert.deepEqual(
    [inquiries[0]?.state, conversation.inquiry, conversation.ticket?.status, conversation.control.holder],
    ['expired', null, 'open', 'ai'],
  )
  await answer(hasty.ada, chat, inquiries[0]!.id, 'The Hindenburg II')
  await eventually(async () => /Hindenburg II/.test((await last(chat, hasty)).text), 'the late answer')
})

test('a model asks with its tool, and is told whose answer it is and to what', async () => {
  const provider = await startProvider(
    { call: { name: 'askTeam', input: { question: 'Which zeppelin flies on Friday?' } } },
    { say: 'I am checking with a colleague.' },
    { say: 'It is the Hindenburg II.' },
  )
  const there = await world({
    env: { HALO_MODEL: 'openai-compatible/test-model', HALO_MODEL_URL: provider.url, HALO_MODEL_KEY: 'k' },
  })
  try {
    await askFirst(there)
    const vic = await there.visitor()
    const chat = await vic.open()
    await vic.say(chat, 'Which zeppelin do you use?')
    const { id, text } = await openIn(chat, there)
    assert.equal(text, 'Which zeppelin flies on Friday?')
    assert.ok(provider.requests[0]!.tools.includes('askTeam'))
    await answer(there.ada, chat, id, 'The Hindenburg II')
    await eventually(async () => (await last(chat, there)).text === 'It is the Hindenburg II.', 'its answer')
    const system = provider.requests.at(-1)!.messages.find(({ role }) => role === 'system')!.content
    assert.match(
      system,
      /Ada, answering what the team was asked \(“Which zeppelin flies on Friday\?”\).*Hindenburg II/,
    )
  } finally {
    await there.close()
    await provider.close()
  }
})
