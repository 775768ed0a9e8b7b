import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { registry } from '../../server/ground/metrics.ts'
import { modelOf, quirks, startQuirks, type Quirk, type QuirkServer } from '../quirks.ts'
import { world, type World } from '../world.ts'

// Servers that speak the protocol of language models each in their own way: what a visitor reads, and what an operator is told.

let server: QuirkServer
let halo: World
let agentId: string
before(async () => {
  server = await startQuirks()
  halo = await world({
    env: {
      HALO_MODEL: 'openai-compatible/plain',
      HALO_MODELS: Object.keys(quirks)
        .map((quirk) => `openai-compatible/${modelOf(quirk as Quirk)}`)
        .join(','),
      HALO_MODEL_URL: server.url,
      HALO_MODEL_KEY: 'k-1234567890',
      HALO_MODEL_SILENCE: '1.5',
    },
  })
  agentId = (await halo.ada.call('GET /api/agents')).agents[0]!.id
})
after(async () => {
  await halo?.close()
  await server.close()
})

/** What comes of one question. */
async function ask(quirk: Quirk, question = 'Where is my parcel?') {
  await useModel(quirk)
  const vic = await halo.visitor()
  const id = await vic.open()
  const [theirs, ours] = [await vic.connect(), await halo.ada.connect()]
  await Promise.all([theirs.follow(id), ours.follow(id)])
  await vic.say(id, question)
  const message = await theirs.message(id, ({ from }) => from === 'ai' || from === 'system', `an end of "${quirk}"`)
  if (message.from === 'system')
    await ours.until(
      () => ours.picture(id).failures.length > 0 || theirs.picture(id).messages.some(({ from }) => from === 'ai'),
      'why',
    )
  await ours.until(() => ours.picture(id).upTo >= theirs.picture(id).upTo, 'the same for operators')
  const result = {
    id,
    vic,
    text: message.from === 'ai' ? message.text : null,
    failure: ours.picture(id).failures[0]?.reason ?? null,
    notes: ours.picture(id).verdicts.flatMap((verdict) => verdict.notes ?? []),
    called: ours.picture(id).conversation.humanRequestedAt !== null,
    frames: JSON.stringify(theirs.frames),
  }
  theirs.close()
  ours.close()
  return result
}

async function useModel(quirk: Quirk): Promise<void> {
  const model = `openai-compatible/${modelOf(quirk)}`
  await halo.ada.call('PATCH /api/agents/:id', { params: { id: agentId }, body: { model } })
}

const answered: Quirk[] = [
  'plain',
  'think tags',
  'only a closing tag',
  'reasoning in a field',
  'reasoning in details',
  'reasoning in parts',
  'no finish reason',
  'neither finish reason nor done',
  'comments for a while',
  'blank lines for a while',
  'empty and broken events',
  'thinks for long',
  'the whole at once',
  'a message in an event',
  'the message again at the end',
  'carriage returns',
  'an error with status 200',
  'an error as an event',
  'no tools',
  'no tool parser',
  'no jinja',
  'no usage in streams',
  'no system role',
  'no streams',
]
for (const quirk of answered)
  test(`${quirk}: an answer`, async () => {
    const { text, frames, failure } = await ask(quirk)
    assert.equal(failure, null)
    assert.match(text ?? '', /^It was sent( on Monday)?\.?$/)
    assert.doesNotMatch(frames, /SECRET/)
  })

for (const [quirk, text, note] of [
  ['cut by the limit', 'We sent it. It left on Monday by parcel post.', /a second request finished it/],
  ['cut twice', 'We sent it. It left on Monday.', /ends with its last full sentence/],
] as const)
  test(`${quirk}: whole sentences, and an operator is told`, async () => {
    const answer = await ask(quirk)
    assert.equal(answer.text, text)
    assert.match(answer.notes.join(), note)
  })

for (const quirk of ['a call as text', 'tools for ever'] as const)
  test(`${quirk}: the articles are searched, and words come`, async () => {
    const { text, frames } = await ask(quirk)
    assert.equal(text, 'It was found.')
    assert.doesNotMatch(frames, /searchKnowledge/)
  })

for (const quirk of [
  'a fenced call for a person',
  'a tagged call for a person',
  'a person without input',
  'a person with an object',
  'a person without an id',
] as const)
  test(`${quirk}: a person is called, and nobody reads a tool's name`, async () => {
    const { called, frames } = await ask(quirk)
    assert.ok(called)
    assert.doesNotMatch(frames, /requestHuman|tool_call/)
  })

for (const [quirk, reason] of [
  ['an error after words', /answered 502.*server_error: The backend lost its GPU/],
  ['another error for ever', /answered 400.*bad_thing: Invalid key … given/],
  ['a web page', /a web page, not an answer of a model/],
  ['a refusal with reasons', /answered 422.*tone, policy_error: messages\.1: tone is forbidden for key …\)/],
  ['cut while it thinks', /used up its tokens before its first word/],
  ['slow', /sent nothing for 1\.5 s/],
] as const)
  test(`${quirk}: an apology, and the reason without secrets in the transcript`, async () => {
    const { text, failure, frames } = await ask(quirk)
    assert.equal(text, null)
    assert.match(failure!, reason)
    assert.doesNotMatch(`${failure}${frames}`, /sk-|k-1234567890/)
  })

test('what a server does not take is left out at once the second time', async () => {
  for (const quirk of ['no tools', 'no usage in streams', 'no system role', 'no streams'] as const) {
    const before = server.asked(quirk).length
    assert.match((await ask(quirk)).text!, /It was sent/)
    assert.equal(server.asked(quirk).length, before + 1, quirk)
  }
})

test('a long conversation begins with a user’s turn and alternates, and says what was left out', async () => {
  await useModel('strict roles')
  const vic = await halo.visitor()
  const id = await vic.open()
  const line = await vic.connect()
  await line.follow(id)
  for (let round = 1; round <= 27; round++) {
    await vic.say(id, `${round}: where is it?`)
    await line.until(
      () => line.picture(id).messages.filter(({ from }) => from === 'ai').length === round,
      `${round}`,
    )
  }
  const { messages } = server.asked('strict roles').at(-1)!.body
  assert.match(JSON.stringify(messages[1]), /earlier messages? of this conversation (?:is|are) left out here/)
  line.close()
})

test('a message that is cut ends in front of an emoji, and none of its halves is sent', async () => {
  const { text } = await ask('plain', `${'a'.repeat(3_999)}😀 and more of it`)
  assert.ok(text)
  const sent = JSON.stringify(server.asked('plain').at(-1)!.body)
  assert.ok(sent.isWellFormed() && !/\\ud8|\\udc|\\ude/i.test(sent))
  assert.match(sent, /aaa \[…\]/)
})

test('a prompt that is too long for a model is sent once more, shorter', async () => {
  await useModel('a small context')
  const vic = await halo.visitor()
  const id = await vic.open()
  const line = await vic.connect()
  await line.follow(id)
  for (let round = 1; round <= 4; round++) {
    await vic.say(id, `${'Where is my parcel? '.repeat(150)}`)
    await line.until(
      () => line.picture(id).messages.filter(({ from }) => from !== 'visitor').length >= round,
      'an end',
    )
  }
  assert.deepEqual(
    line
      .picture(id)
      .messages.filter(({ from }) => from === 'system')
      .map(({ text }) => text),
    [],
  )
  assert.ok(server.asked('a small context').length > 4)
  line.close()
})

test('the tokens of a reply are kept, and stand under Why and in the metrics', async () => {
  const { id } = await ask('tokens counted')
  const { messages } = await halo.ada.transcript(id)
  const messageId = messages.find(({ from }) => from === 'ai')!.id
  const { usage } = await halo.ada.call('GET /api/conversations/:id/messages/:messageId/prompt', {
    params: { id, messageId },
  })
  assert.deepEqual(usage[0], {
    kind: 'reply',
    model: 'openai-compatible/tokens-counted',
    input: 1200,
    output: 80,
    cached: 1000,
    reasoning: 30,
    cost: null,
  })
  const metrics = await registry.metrics()
  assert.match(
    metrics,
    /halo_model_tokens_total\{model="openai-compatible\/tokens-counted",kind="reply",sort="input"\} 1200/,
  )
})
