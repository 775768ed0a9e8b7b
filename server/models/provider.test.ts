import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { startProvider, type Provider } from '../../test/provider.ts'
import { ModelFailed, type Model, type ModelPart, type Turn } from './model.ts'
import { openModel } from './open-model.ts'
import { Provider as ModelProvider } from './provider.ts'
import { nothingTaught } from '../teaching/read-taught.ts'

let provider: Provider

before(async () => {
  provider = await startProvider()
})
after(() => provider.close())
beforeEach(() => {
  provider.requests.length = 0
  provider.behave({ say: 'Hello.' })
})

const passage = {
  id: 'article-refunds-0',
  articleId: 'article-refunds',
  title: 'Refunds',
  url: 'https://shop.example/refunds',
  heading: '',
  text: 'We refund within three days.',
  around: 'We refund within three days.',
  score: 0.9,
}
const shipping = {
  ...passage,
  id: 'article-shipping-0',
  articleId: 'article-shipping',
  title: 'Shipping',
  url: null,
  text: 'We ship on Mondays.',
}

function turn(changes: Partial<Turn> = {}): Turn {
  return {
    agent: {
      id: 'agent-nora',
      name: 'Nora',
      instructions: 'Be brief.',
      goal: '',
      idealCustomer: '',
      boundaries: '',
    },
    history: [{ id: 'message-1', from: 'visitor', author: null, text: 'Where is my refund?', at: 0 }],
    whispers: [],
    taught: nothingTaught,
    visitor: { name: null, email: null },
    page: null,
    passages: [passage],
    search: () => [shipping],
    find: async () => [shipping],
    mayEscalate: true,
    ...changes,
  }
}

const settings = () => ({ model: 'openai-compatible/scripted', url: provider.url, key: 'secret-key' })
const open = (limits = {}) => new ModelProvider('openai-compatible/scripted', settings(), limits)

async function collect(parts: AsyncIterable<ModelPart>) {
  const said: string[] = []
  const others: ModelPart[] = []
  for await (const part of parts) {
    if (part.type === 'text') said.push(part.text)
    else if (part.type !== 'usage') others.push(part)
  }
  return { text: said.join(''), pieces: said.length, others }
}

const answer = (
  model: { reply: (turn: Turn, signal: AbortSignal) => AsyncIterable<ModelPart> },
  asked = turn(),
  signal = new AbortController().signal,
) => collect(model.reply(asked, signal))

/** The first answer shows how a model answers; what it makes of a whisper streams only after that. */
async function answeredOnce(model: Model): Promise<Model> {
  await answer(model)
  provider.requests.length = 0
  return model
}

const failsWith = (words: RegExp) => (error: unknown) => error instanceof ModelFailed && words.test(error.message)

test('an answer streams word by word, and the whisper is in the system prompt', async () => {
  provider.behave({ say: 'It was sent on Monday.', pace: 5 })
  const { text, pieces } = await answer(
    await answeredOnce(openModel(settings())),
    turn({ whispers: [{ id: 'whisper-1', by: 'Sarah', text: 'ask for the order number' }] }),
  )
  assert.equal(text, 'It was sent on Monday.')
  assert.ok(pieces > 2)
  const [request] = provider.requests
  assert.equal(request?.model, 'scripted')
  assert.equal(request?.authorization, 'Bearer secret-key')
  assert.match(request?.messages.find(({ role }) => role === 'system')?.content ?? '', /ask for the order number/)
  assert.match(
    request?.messages.at(-1)?.content ?? '',
    /<visitor_message>\nWhere is my refund\?\n<\/visitor_message>/,
  )
})

test('sources are only articles that the model was really given', async () => {
  provider.behave({
    say: 'Within three days.',
    call: { name: 'citeSources', input: { articleIds: ['article-refunds', 'article-invented'] } },
  })
  const { text, others } = await answer(open())
  assert.equal(text, 'Within three days.')
  assert.deepEqual(others, [
    { type: 'source', source: { id: 'article-refunds', title: 'Refunds', url: 'https://shop.example/refunds' } },
    { type: 'unknown', cited: 'article-invented' },
  ])
  assert.equal(provider.requests.length, 1)
})

test('an address that the model made up is in no piece of its answer; one that stands in a passage, or that it looked up, is', async () => {
  const linked = {
    ...passage,
    text: 'We refund within three days; see [the form](https://shop.example/forms/refund).',
  }
  provider.behave({
    say: 'Use [the form](https://shop.example/forms/refund), [this one](https://shop.example/forms/invented) or https://evil.example/x [article-refunds] [article-invented].',
  })
  const { text, others } = await answer(open(), turn({ passages: [linked] }))
  assert.equal(text, 'Use [the form](https://shop.example/forms/refund), this one or.')
  assert.deepEqual(others, [
    { type: 'source', source: { id: 'article-refunds', title: 'Refunds', url: 'https://shop.example/refunds' } },
    ...['https://shop.example/forms/invented', 'https://evil.example/x', 'article-invented'].map((cited) => ({
      type: 'unknown',
      cited,
    })),
  ])
  provider.behave(
    { call: { name: 'searchKnowledge', input: { query: 'shipping' } } },
    { say: 'See https://shop.example/ships' },
  )
  const found = { ...shipping, url: 'https://shop.example/ships' }
  assert.equal((await answer(open(), turn({ find: async () => [found] }))).text, 'See https://shop.example/ships')
})

test('the model looks in the articles, gets the passages back and may cite what it found', async () => {
  provider.behave(
    { call: { name: 'searchKnowledge', input: { query: 'shipping days' } } },
    { say: 'We ship on Mondays.', call: { name: 'citeSources', input: { articleIds: ['article-shipping'] } } },
  )
  const { text, others } = await answer(open())
  assert.equal(text, 'We ship on Mondays.')
  assert.deepEqual(others, [{ type: 'source', source: { id: 'article-shipping', title: 'Shipping', url: null } }])
  assert.match(
    provider.requests[1]?.messages.find(({ role }) => role === 'tool')?.content ?? '',
    /We ship on Mondays/,
  )
})

test('a model that asks for a person ends its turn, with words or without', async () => {
  provider.behave({
    say: 'Please hold on.',
    call: { name: 'requestHuman', input: { reason: 'A refund needs a person.' } },
  })
  assert.deepEqual(await answer(open()), {
    text: 'Please hold on.',
    pieces: 3,
    others: [{ type: 'human', reason: 'A refund needs a person.' }],
  })
  provider.behave({ call: { name: 'requestHuman', input: { reason: 'Angry.' } } })
  assert.deepEqual((await answer(open())).others, [{ type: 'human', reason: 'Angry.' }])
  assert.equal(provider.requests.length, 2)
})

test('a busy provider is asked again when it says so, and a broken one a few times', async () => {
  provider.behave({ status: 429, retryAfter: 0 }, { status: 503, retryAfter: 0 }, { say: 'Here I am.' })
  assert.equal((await answer(open())).text, 'Here I am.')
  assert.equal(provider.requests.length, 3)
})

test('a provider that stays broken fails in words, and in its own', async () => {
  provider.behave({ status: 500, retryAfter: 0 })
  await assert.rejects(
    answer(open()),
    failsWith(/^The provider answered 500: something broke there \(refused: scripted refusal\)\.$/),
  )
  assert.equal(provider.requests.length, 3)
})

test('a wait longer than anyone would endure is not begun', async () => {
  provider.behave({ status: 429, retryAfter: 3600 })
  await assert.rejects(
    answer(open()),
    failsWith(/^The provider answered 429: too many requests \(refused: scripted refusal\)\.$/),
  )
  assert.equal(provider.requests.length, 1)
})

test('a wrong key is not tried twice', async () => {
  provider.behave({ status: 401 })
  await assert.rejects(answer(open()), failsWith(/answered 401: the key is not accepted/))
  assert.equal(provider.requests.length, 1)
})

test('a provider that falls silent is given up', async () => {
  provider.behave({ stall: '' })
  await assert.rejects(answer(open({ silenceMs: 100 })), failsWith(/sent nothing for 0\.1 s/))
  provider.behave({ stall: 'It was' })
  await assert.rejects(answer(open({ silenceMs: 100 })), failsWith(/sent nothing for 0\.1 s/))
})

test('a provider that never ends is given up', async () => {
  provider.behave({ say: 'word '.repeat(400), pace: 10 })
  await assert.rejects(answer(open({ replyMs: 200 })), failsWith(/did not finish within 0\.2 s/))
})

test('a line that breaks in the middle of an answer fails the reply; shown words are never said twice', async () => {
  for (const politely of [false, true]) {
    provider.requests.length = 0
    provider.behave({ cut: 'It was sent', politely })
    const shown: string[] = []
    await assert.rejects(
      async () => {
        for await (const part of open().reply(turn(), new AbortController().signal))
          if (part.type === 'text') shown.push(part.text)
      },
      failsWith(/broke off/),
    )
    assert.equal(shown.join(''), 'It was sent')
    assert.equal(provider.requests.length, 1)
  }
})

test('a line that breaks before the first word is tried again', async () => {
  provider.behave({ cut: '' }, { say: 'Here I am.' })
  assert.equal((await answer(open())).text, 'Here I am.')
})

test('an answer without words is a failure, not a silent message', async () => {
  provider.behave({ say: '' })
  await assert.rejects(answer(open()), failsWith(/answered nothing/))
})

test('nobody listening at the address', async () => {
  const model = new ModelProvider(
    'openai-compatible/scripted',
    { ...settings(), url: 'http://127.0.0.1:9/v1' },
    { retryMs: 0 },
  )
  await assert.rejects(answer(model), failsWith(/cannot be reached/))
})

test('once the pen is taken no word follows, even from a provider that goes on', async () => {
  provider.behave({ say: 'one two three four five six seven eight', pace: 20 })
  const taken = new AbortController()
  const shown: string[] = []
  await assert.rejects(
    async () => {
      for await (const part of open().reply(turn(), taken.signal)) {
        if (part.type === 'text') shown.push(part.text)
        if (shown.length === 2) taken.abort()
      }
    },
    { name: 'AbortError' },
  )
  assert.equal(shown.length, 2)
})

test('settings that cannot work stop the start and say why', () => {
  assert.throws(() => openModel({ model: 'gpt', url: null, key: null }), /names no model/)
  assert.throws(() => openModel({ model: 'openai-compatible/x', url: null, key: null }), /address/)
  assert.throws(() => openModel({ model: 'anthropic/x', url: null, key: null }), /needs a key/)
  assert.equal(openModel({ model: null, url: null, key: null }).name, 'built-in')
})
