import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { usualEscalation } from '../../server/agents/escalation.ts'
import { eventually, world, type World } from '../world.ts'
import { startProvider, type Provider } from '../provider.ts'

let provider: Provider
let w: World
before(async () => {
  provider = await startProvider()
  w = await world({
    env: { HALO_MODEL: 'openai-compatible/test-model', HALO_MODEL_URL: provider.url, HALO_MODEL_KEY: 'k' },
    overrides: { timing: { assessTimeoutMs: 400 } },
  })
})
after(async () => {
  await w.close()
  await provider.close()
})
afterEach(() => {
  provider.behave({ say: 'Hello.' })
  provider.judge({ verdict: { confidence: 80 } })
  provider.requests.length = provider.judged.length = 0
})

async function scene() {
  const vic = await w.visitor()
  const chat = await vic.open()
  const [mine, hers] = [await vic.connect(), await w.ada.connect()]
  await Promise.all([mine.follow(chat), hers.follow(chat)])
  const verdict = (by: string) =>
    eventually(
      async () => (await w.ada.transcript(chat)).verdicts.find((verdict) => verdict.by === by),
      `a verdict by ${by}`,
    )
  const receipt = async (id: string) =>
    (
      await eventually(
        async () => (await w.ada.transcript(chat)).whispers.find((whisper) => whisper.id === id && whisper.receipt),
        'a receipt',
      )
    ).receipt
  return {
    vic,
    chat,
    mine,
    hers,
    verdict,
    receipt,
    [Symbol.dispose]: () => {
      mine.close()
      hers.close()
    },
  }
}
const model = 'openai-compatible/test-model'

test("the message has a confidence with it, and the model's own verdict follows: confidence, mood, topic", async () => {
  using s = await scene()
  provider.behave({ say: 'You can pause it under Plans.' })
  provider.judge({ verdict: { confidence: 87.4, mood: 'angry', topic: 'Pausing a plan', whispers: [] } })
  await s.vic.say(s.chat, 'How do I pause my subscription?')
  const { confidence, low, messageId } = await s.verdict(model)
  assert.deepEqual([confidence, low], [87, false])
  const heard = s.hers.heard.map((event) => event.type)
  assert.equal(
    heard[heard.indexOf('message.posted', heard.indexOf('reply.began')) + 1],
    'verdict.reached',
    'the first one comes with the message',
  )
  const head = await eventually(async () => {
    const { conversation } = await w.ada.transcript(s.chat)
    return conversation.topic === 'Pausing a plan' && conversation
  }, 'the topic')
  assert.deepEqual([head.confidence, head.mood.mood], [87, 'angry'])
  const { messages, moods } = await w.ada.transcript(s.chat)
  assert.equal(messages.find(({ from }) => from === 'ai')!.id, messageId)
  assert.equal(moods.at(-1)!.messageId, messages.find(({ from }) => from === 'visitor')!.id)
  assert.ok(
    Math.abs(moods.at(-1)!.score - head.mood.score) < 0.001 && head.mood.history.length === 1,
    'the reading of the message is replaced, not doubled',
  )
  assert.match(JSON.stringify(provider.judged[0]!.messages), /You can pause it under Plans/)
  assert.equal(provider.requests.length, 1, 'the verdict is one more request, of its own')
})

test('what the model made of a message holds, and the next mood goes on from there', async () => {
  using s = await scene()
  provider.judge({ verdict: { confidence: 80, mood: 'angry' } }, { silent: true })
  await s.vic.say(s.chat, 'I see')
  await s.verdict(model)
  await s.vic.say(s.chat, 'My order number is 1234')
  const { moods, messages } = await eventually(async () => {
    const transcript = await w.ada.transcript(s.chat)
    return (
      transcript.moods.some(
        ({ messageId }) => messageId === transcript.messages.filter(({ from }) => from === 'visitor')[1]!.id,
      ) && transcript
    )
  }, 'the mood after the second message')
  const last = moods.at(-1)!
  assert.equal(last.messageId, messages.filter(({ from }) => from === 'visitor')[1]!.id)
  assert.ok(
    last.score < -0.2 && last.mood !== 'neutral',
    `anger does not vanish with a number: ${last.mood} ${last.score}`,
  )
})

test('the visitor waits for no verdict', async () => {
  using s = await scene()
  provider.judge({ silent: true })
  await s.vic.say(s.chat, 'Hello')
  await s.mine.message(s.chat, ({ from }) => from === 'ai')
  await eventually(async () => provider.judged.length === 1, 'the model to be asked for a verdict')
  await s.vic.say(s.chat, 'And another thing')
  await eventually(
    async () => (await s.vic.transcript(s.chat)).messages.filter(({ from }) => from === 'ai').length === 2,
    'the next answer',
  )
})

test('receipts come from the model, with its sentence only if the reply holds it', async () => {
  using s = await scene()
  provider.behave({ say: 'Sorry about that. Could you send me a photo?' })
  const [asked, offered, told] = [
    await w.ada.whisper(s.chat, 'ask for a photo'),
    await w.ada.whisper(s.chat, 'offer a refund'),
    await w.ada.whisper(s.chat, 'be warm'),
  ]
  provider.judge({
    verdict: {
      confidence: 70,
      mood: null,
      topic: null,
      whispers: [
        { number: 1, receipt: 'followed', sentence: 'Could you send me a photo?' },
        { number: 2, receipt: 'ignored', sentence: '' },
        { number: 3, receipt: 'partly', sentence: 'It never said this.' },
        { number: 9, receipt: 'followed', sentence: '' },
      ],
    },
  })
  await s.vic.say(s.chat, 'It arrived broken')
  assert.deepEqual(await s.receipt(asked.id), { receipt: 'followed', sentence: 'Could you send me a photo?' })
  assert.deepEqual(await s.receipt(offered.id), { receipt: 'ignored', sentence: '' })
  assert.deepEqual(await s.receipt(told.id), { receipt: 'partly', sentence: '' })
  await s.hers.until(
    () => s.hers.picture(s.chat).whispers.every(({ receipt }) => receipt),
    'the receipts by socket',
  )
  assert.ok(!JSON.stringify(s.mine.frames).includes('receipt'), 'the visitor hears of none')
})

test('an ignored whisper can be sent again as a must: it comes first and is worded so', async () => {
  using s = await scene()
  provider.behave({ say: 'Here it is: offer a refund, gladly.' })
  await w.ada.whisper(s.chat, 'keep it short')
  await w.ada.call('POST /api/conversations/:id/whispers', {
    params: { id: s.chat },
    body: { id: crypto.randomUUID(), text: 'offer a refund', must: true },
  })
  await s.vic.say(s.chat, 'It arrived broken')
  await s.mine.message(s.chat, ({ from }) => from === 'ai')
  const { content } = provider.requests[0]!.messages.find(({ role }) => role === 'system')!
  assert.match(content, /it must be in it[^\n]*: offer a refund/)
  assert.ok(content.indexOf('offer a refund') < content.indexOf('keep it short'))
})

const failures = {
  refuses: { status: 500 },
  'answers no JSON': { words: 'I would say it is quite good.' },
  'answers another shape': { verdict: { confidence: 'very', whispers: 'followed' } },
  'never answers': { silent: true },
} as const
for (const [how, judging] of Object.entries(failures)) {
  test(`a provider that ${how} leaves the built-in verdict: nothing is lost and nobody notices`, async () => {
    using s = await scene()
    provider.behave({ say: 'I am sorry to hear that.' })
    provider.judge(judging)
    const whisper = await w.ada.whisper(s.chat, 'say sorry')
    await s.vic.say(s.chat, 'It arrived broken')
    assert.deepEqual(await s.receipt(whisper.id), { receipt: 'followed', sentence: 'I am sorry to hear that.' })
    const { verdicts, conversation, failures } = await w.ada.transcript(s.chat)
    assert.deepEqual(
      verdicts.map(({ by }) => by),
      ['built-in'],
    )
    assert.equal(conversation.confidence, verdicts[0]!.confidence)
    assert.deepEqual(failures, [])
  })
}

test("doubt brings a person only by the model's own verdict, a promise at once", async () => {
  const {
    agents: [agent],
  } = await w.ada.call('GET /api/agents')
  await w.ada.call('PUT /api/agents/:id/escalation', {
    params: { id: agent!.id },
    body: { ...usualEscalation, mode: 'always', threshold: 60 },
  })
  {
    using s = await scene()
    provider.behave({ say: "I don't know." })
    provider.judge({ verdict: { confidence: 90 } })
    await s.vic.say(s.chat, 'Who painted the shop?')
    await s.verdict(model)
    assert.deepEqual((await w.ada.transcript(s.chat)).escalations, [], 'the built-in doubt before it did not count')
    provider.judge({ verdict: { confidence: 59 } })
    await s.vic.say(s.chat, 'And who the door?')
    await s.hers.until(() => s.hers.picture(s.chat).escalations.length > 0, 'the escalation')
    assert.deepEqual(
      s.hers.picture(s.chat).escalations.map(({ signal, reason }) => [signal, reason]),
      [['unsure', 'Confidence 59 is below 60.']],
    )
  }
  using s = await scene()
  provider.behave({ say: 'I will connect you with a colleague.' })
  provider.judge({ silent: true })
  await s.vic.say(s.chat, 'My parcel is late')
  await s.hers.until(() => s.hers.picture(s.chat).escalations.length > 0, 'the escalation')
  assert.equal(s.hers.picture(s.chat).escalations[0]!.signal, 'promised')
  await w.ada.call('PUT /api/agents/:id/escalation', { params: { id: agent!.id }, body: usualEscalation })
})

test('a model whose agent may not escalate gets no tool for it and is told what to say instead', async () => {
  const {
    agents: [agent],
  } = await w.ada.call('GET /api/agents')
  await w.ada.call('PUT /api/agents/:id/escalation', {
    params: { id: agent!.id },
    body: { ...usualEscalation, mode: 'off' },
  })
  using s = await scene()
  await s.vic.say(s.chat, 'Get me a human')
  await s.mine.message(s.chat, ({ from }) => from === 'ai')
  assert.deepEqual(provider.requests[0]!.tools.sort(), ['citeSources', 'searchKnowledge'])
  assert.match(provider.requests[0]!.messages[0]!.content, /cannot bring a person/)
  await w.ada.call('PUT /api/agents/:id/escalation', { params: { id: agent!.id }, body: usualEscalation })
})

test('a verdict that comes after a takeover is kept, and calls nobody any more', async () => {
  const {
    agents: [agent],
  } = await w.ada.call('GET /api/agents')
  await w.ada.call('PUT /api/agents/:id/escalation', {
    params: { id: agent!.id },
    body: { ...usualEscalation, mode: 'always' },
  })
  using s = await scene()
  provider.judge({ verdict: { confidence: 5 }, after: () => w.ada.takeOver(s.chat) })
  await s.vic.say(s.chat, 'Who painted the shop?')
  assert.equal((await s.verdict(model)).confidence, 5)
  const { escalations, conversation } = await w.ada.transcript(s.chat)
  assert.deepEqual(escalations, [])
  assert.equal(conversation.ticket?.status, 'in_progress')
  await w.ada.call('PUT /api/agents/:id/escalation', { params: { id: agent!.id }, body: usualEscalation })
})

test('a process that ends between the reply and its verdict leaves a whole conversation', async () => {
  const own = await world({ env: { HALO_MODEL: model, HALO_MODEL_URL: provider.url, HALO_MODEL_KEY: 'k' } })
  const vic = await own.visitor()
  const chat = await vic.open()
  provider.judge({ silent: true })
  const whisper = await own.ada.whisper(chat, 'say hello')
  await vic.say(chat, 'Hi')
  await eventually(async () => provider.judged.length === 1, 'the model to be asked for a verdict')
  const { verdicts, conversation } = await own.ada.transcript(chat)
  assert.deepEqual(
    verdicts.map(({ by }) => by),
    ['built-in'],
  )
  assert.equal(conversation.confidence, verdicts[0]!.confidence)
  assert.deepEqual(
    (await own.ada.transcript(chat)).whispers.map(({ id, state, receipt }) => ({ id, state, receipt })),
    [{ id: whisper.id, state: 'used', receipt: null }],
  )
  await own.close()
})
