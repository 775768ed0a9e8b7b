import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '../../server/ground/context.ts'
import { modelOf, startQuirks, type Quirk, type QuirkServer } from '../quirks.ts'
import { eventually, world, type World } from '../world.ts'

// A model that is set up on a screen: it answers from the next reply, says what it can do, and its key is never seen again.

let server: QuirkServer
let w: World
before(async () => {
  server = await startQuirks()
  w = await world({ env: { HALO_FETCH_PRIVATE: '127.0.0.1' } })
})
after(async () => {
  await w?.close()
  await server.close()
})

const nameOf = (quirk: Quirk) => `openai-compatible/${modelOf(quirk)}`
const input = (quirk: Quirk, more: object = {}) => ({
  name: nameOf(quirk),
  url: server.url,
  key: 'k-1234567890',
  maxTokens: null,
  temperature: null,
  effort: null,
  silenceSeconds: null,
  replySeconds: null,
  tools: true,
  judge: 'nobody' as const,
  ...more,
})
async function setUp(quirk: Quirk, more: object = {}) {
  const id = newId()
  const shown = await w.ada.call('PUT /api/models/:id', { params: { id }, body: input(quirk, more) })
  return { id, shown }
}
const choose = (answers: string | null, fallback: string | null = null) =>
  w.ada.call('PUT /api/models', { body: { answers, fallback } })
const check = (quirk: Quirk) => w.ada.call('POST /api/model/check', { body: { model: nameOf(quirk) } })

async function answerTo(question: string) {
  const vic = await w.visitor()
  const chat = await vic.open()
  const { id } = await vic.say(chat, question)
  const { text, from } = await eventually(async () => {
    const { messages } = await vic.transcript(chat)
    return messages
      .slice(messages.findIndex((message) => message.id === id) + 1)
      .find(({ from }) => from === 'ai' || from === 'system')
  }, `an answer to “${question}”`)
  const { verdicts } = await w.ada.call('GET /api/conversations/:id', { params: { id: chat } })
  return { text, from, notes: verdicts.flatMap(({ notes }) => notes ?? []).join() }
}

test('what is set up answers from the next reply, with its key, and without a restart', async () => {
  const { shown } = await setUp('plain')
  assert.deepEqual(
    [shown.fromEnvironment, shown.models[0]!.hasKey, JSON.stringify(shown).includes('k-1234567890')],
    [null, true, false],
  )
  await choose(nameOf('plain'))
  assert.equal((await answerTo('Where is my parcel?')).text, 'It was sent on Monday.')
  assert.equal(server.asked('plain').at(-1)!.headers.authorization, 'Bearer k-1234567890')
  const { models } = await w.ada.call('GET /api/agents')
  assert.deepEqual(models.slice(0, 2), [nameOf('plain'), 'built-in'])
  await choose(null)
  assert.equal((await w.ada.call('GET /api/models')).names[0], 'built-in')
})

test('the check says what a model can do, and what it refused, in the words of its provider', async () => {
  for (const quirk of ['no tools', 'only a closing tag', 'another error for ever', 'no streams'] as const)
    await setUp(quirk)
  const noTools = await check('no tools')
  assert.equal(noTools.answers, true)
  assert.equal(noTools.tools, false)
  assert.match(noTools.refused.join(), /does not support tools/)
  assert.equal((await check('only a closing tag')).reasoning, 'only closing tag')
  const refusing = await check('another error for ever')
  assert.equal(refusing.answers, false)
  assert.match(refusing.problem!, /bad_thing: Invalid key/)
  assert.doesNotMatch(refusing.problem!, /sk-1234567890abcdef/)
  const whole = await check('no streams')
  assert.deepEqual([whole.answers, whole.streams], [true, false])
  assert.match(whole.refused.join(), /Streaming is not supported/)
})

test('where a model fails before its first word another one stands in, and operators read so', async () => {
  const failing = nameOf('another error for ever')
  await choose(failing)
  assert.equal((await answerTo('Where is my parcel?')).from, 'system')
  await choose(failing, nameOf('plain'))
  const answer = await answerTo('Where is my parcel?')
  assert.equal(answer.text, 'It was sent on Monday.')
  assert.match(answer.notes, /plain stood in for .*another-error-for-ever.*bad_thing/)
  await choose(failing, 'built-in')
  assert.equal((await answerTo('Do you ship to Norway?')).from, 'ai')
  const { incidents } = await w.ada.call('GET /api/alerts')
  const outages = incidents.filter(({ kind, title }) => kind === 'provider' && title === failing)
  assert.deepEqual(
    outages.map(({ state }) => state),
    ['open'],
    'whoever stands in is no recovery',
  )
  await choose(null)
})

test('a kept key goes nowhere else, and is kept where nothing is said of it', async () => {
  const { id } = await setUp('think tags')
  const { key: _, ...kept } = input('think tags', { temperature: 0.5 })
  const put = (body: typeof kept) => w.ada.call('PUT /api/models/:id', { params: { id }, body })
  const shown = await put(kept)
  const mine = shown.models.find((model) => model.id === id)!
  assert.deepEqual([mine.hasKey, mine.temperature], [true, 0.5])
  await assert.rejects(put({ ...kept, url: 'https://elsewhere.example/v1' }), /enter the key and the headers again/)
  await assert.rejects(setUp('think tags'), /already/)
  await w.ada.call('DELETE /api/models/:id', { params: { id } })
  assert.ok(!(await w.ada.call('GET /api/models')).names.includes(nameOf('think tags')))
})

test('what the environment says wins, and an address inside is asked only where it may be', async () => {
  await using other = await world({ env: { HALO_MODEL: nameOf('plain'), HALO_MODEL_URL: server.url } })
  const id = newId()
  const shown = await other.ada.call('PUT /api/models/:id', { params: { id }, body: input('think tags') })
  assert.equal(shown.fromEnvironment, nameOf('plain'))
  const chosen = await other.ada.call('PUT /api/models', {
    body: { answers: nameOf('think tags'), fallback: null },
  })
  assert.equal(chosen.names[0], nameOf('plain'))
  const asked = server.asked('think tags').length
  const checked = await other.ada.call('POST /api/model/check', { body: { model: nameOf('think tags') } })
  assert.equal(checked.answers, false)
  assert.match(checked.problem!, /127\.0\.0\.1 is not an address of the public internet/)
  assert.equal(server.asked('think tags').length, asked, 'nothing was sent there')
})
