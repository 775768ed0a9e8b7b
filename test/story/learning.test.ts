import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { maxPhrasings } from '../../protocol/teaching/learning-routes.ts'
import { newId } from '../../server/ground/context.ts'
import { eventually, Refused, world, type VisitorClient, type World } from '../world.ts'

let w: World
before(async () => {
  w = await world({ overrides: { timing: { closeGraceMs: 100, leaveGraceMs: 50, sweepIntervalMs: 50 } } })
})
after(() => w.close())

const refusal = (code: string) => (error: unknown) => error instanceof Refused && error.code === code

async function answerTo(vic: VisitorClient, chat: string, question: string) {
  const { id } = await vic.say(chat, question)
  return eventually(async () => {
    const { messages } = await vic.transcript(chat)
    return messages.slice(messages.findIndex((message) => message.id === id) + 1).find(({ from }) => from === 'ai')
  }, `an answer to “${question}”`)
}

async function ask(question: string) {
  const vic = await w.visitor()
  const chat = await vic.open()
  return { vic, chat, answer: await answerTo(vic, chat, question) }
}

const correct = async (question: string, answer: string) =>
  (await w.ada.call('POST /api/corrections', { body: { id: newId(), question, answer, scope: 'everyone' } }))
    .correction.id
const learnedBy = async (id: string) =>
  (await w.ada.call('GET /api/corrections/:id/phrasings', { params: { id } })).phrasings
const teach = async (id: string, body: { right: boolean; text?: string; messageId?: string; id?: string }) =>
  (await w.ada.call('POST /api/corrections/:id/phrasings', { params: { id }, body: { id: newId(), ...body } }))
    .phrasing
const change = async (id: string, phrasingId: string, body: { removed?: boolean; right?: boolean }) =>
  (await w.ada.call('PATCH /api/corrections/:id/phrasings/:phrasingId', { params: { id, phrasingId }, body }))
    .phrasing

test('a yes to “Did you mean …?” teaches a phrasing that counts once an operator nods', async () => {
  const id = await correct('Which island do the Zorblax beans grow on?', 'Zorblax grows on Flores.')
  const asked = 'zorblax beans island harvest'
  const first = await ask(asked)
  assert.match(first.answer.text, /Did you mean “Which island do the Zorblax beans grow on\?”\?/)
  assert.match((await answerTo(first.vic, first.chat, 'yes')).text, /Flores/)
  const [learned] = await eventually(
    async () => ((await learnedBy(id)).length ? learnedBy(id) : null),
    'a phrasing',
  )
  assert.deepEqual(
    [learned!.text, learned!.right, learned!.origin, learned!.conversationId],
    [asked, true, 'visitor', first.chat],
  )
  assert.match((await ask(asked)).answer.text, /Did you mean/, 'one stranger changes no answer')
  await change(id, learned!.id, { right: true })
  assert.match((await ask(asked)).answer.text, /Flores/, 'an operator’s nod does')

  await change(id, learned!.id, { removed: true })
  assert.match((await ask(asked)).answer.text, /Did you mean/, 'taken out, it counts for nothing')
  await change(id, learned!.id, { removed: false })
  assert.match((await ask(asked)).answer.text, /Flores/)
})

test('a no teaches what it must not be found for', async () => {
  const id = await correct('How heavy is the Kwimbo travel kettle?', 'The Kwimbo weighs 3 kg.')
  const asked = 'kwimbo travel kettle dishwasher noise'
  const first = await ask(asked)
  assert.match(first.answer.text, /Did you mean/)
  await answerTo(first.vic, first.chat, 'no')
  assert.deepEqual(
    (await learnedBy(id)).map(({ text, right, origin }) => [text, right, origin]),
    [[asked, false, 'visitor']],
  )
  assert.match((await ask(asked)).answer.text, /Did you mean/, 'a stranger’s no takes nothing from others')
  await change(id, (await learnedBy(id))[0]!.id, { right: false })
  assert.doesNotMatch((await ask(asked)).answer.text, /Did you mean|3 kg/)
  assert.match((await ask('How heavy is the Kwimbo travel kettle?')).answer.text, /3 kg/)
})

test('thumbs on a corrected answer teach, an operator outranks the visitor, and a vote that is taken back teaches nothing', async () => {
  const id = await correct(
    'At which hour do the Plimsol coffee shop and its garden terrace in Ghent open for breakfast?',
    'Plimsol opens at eight.',
  )
  const { vic, chat, answer } = await ask(
    'at which hour do the plimsol coffee shop and its garden terrace in ghent open for breakfast',
  )
  assert.match(answer.text, /eight/)
  assert.deepEqual(await learnedBy(id), [], 'an answer by itself teaches nothing')
  // The question itself, in other order: there is nothing to learn from it.
  await vic.rate(chat, answer.id, 'down')
  assert.deepEqual(await learnedBy(id), [], 'and no correction is turned against its own question')

  const other = await ask(
    'At which hour do the Plimsol coffee shop and its garden terrace in Ghent open for breakfast on Sunday?',
  )
  assert.match(other.answer.text, /eight/)
  await other.vic.rate(other.chat, other.answer.id, 'up')
  assert.deepEqual(
    (await learnedBy(id)).map(({ right, origin }) => [right, origin]),
    [[true, 'vote']],
  )
  await w.ada.rate(other.chat, other.answer.id, 'down', { reason: 'tone' })
  assert.deepEqual(
    (await learnedBy(id)).map(({ right }) => right),
    [true],
    'its tone says nothing about the match',
  )
  await w.ada.rate(other.chat, other.answer.id, 'down', { reason: 'wrong' })
  assert.deepEqual(
    (await learnedBy(id)).map(({ right }) => right),
    [false],
  )
  await other.vic.clearRating(other.chat, other.answer.id)
  await w.ada.call('DELETE /api/conversations/:id/messages/:messageId/rating', {
    params: { id: other.chat, messageId: other.answer.id },
  })
  assert.deepEqual(await learnedBy(id), [])
})

test('an operator judges a match, writes phrasings, turns one round, and no vote overrules it', async () => {
  const id = await correct(
    'Can I rent a Vorpal drum roaster with cooling tray and chaff collector for a weekend workshop?',
    'A Vorpal costs 40 € a day.',
  )
  const { vic, chat, answer } = await ask(
    'Can I rent a Vorpal drum roaster with cooling tray and chaff collector for a weekend workshop in Lyon?',
  )
  assert.match(answer.text, /40 €/)
  const judged = await teach(id, { right: false, messageId: answer.id })
  assert.deepEqual(
    [judged.text, judged.right, judged.by?.name],
    [
      'Can I rent a Vorpal drum roaster with cooling tray and chaff collector for a weekend workshop in Lyon?',
      false,
      'Ada',
    ],
  )
  assert.doesNotMatch(
    (
      await ask(
        'Can I rent a Vorpal drum roaster with cooling tray and chaff collector for a weekend workshop in Lyon?',
      )
    ).answer.text,
    /40 €/,
  )
  await vic.rate(chat, answer.id, 'up')
  assert.equal((await learnedBy(id))[0]!.right, false)
  assert.equal(
    (await teach(id, { right: true, messageId: answer.id })).id,
    judged.id,
    'judged anew, it is the same phrasing',
  )
  assert.match(
    (
      await ask(
        'Can I rent a Vorpal drum roaster with cooling tray and chaff collector for a weekend workshop in Lyon?',
      )
    ).answer.text,
    /40 €/,
  )
  assert.equal((await change(id, judged.id, { right: false })).right, false)

  const written = newId()
  await teach(id, { id: written, right: true, text: 'gizmo hire per diem' })
  assert.equal(
    (await teach(id, { id: written, right: true, text: 'gizmo hire per diem' })).id,
    written,
    'the same id again is the same phrasing',
  )
  assert.match((await ask('gizmo hire per diem')).answer.text, /40 €/)
  await assert.rejects(
    teach(id, {
      right: false,
      text: 'can i rent a vorpal drum roaster with cooling tray and chaff collector for a weekend workshop',
    }),
    refusal('own_question'),
  )
  await assert.rejects(teach(id, { right: true, messageId: newId() }), refusal('nothing_asked'))
  await assert.rejects(teach(id, { right: true }), refusal('invalid'))
  await assert.rejects(learnedBy(newId()), refusal('not_found'))
})

test('a correction keeps so many phrasings and no more; what nobody wrote goes first', async () => {
  const id = await correct(
    'What colour is the handmade Quibble stoneware mug with walnut lid and cork coaster?',
    'It is blue.',
  )
  const { answer } = await ask(
    'What colour is the handmade Quibble stoneware mug with walnut lid and cork coaster, inside?',
  )
  const {
    vic,
    chat,
    answer: voted,
  } = await ask('What colour is the handmade Quibble stoneware mug with walnut lid and cork coaster, below?')
  await vic.rate(chat, voted.id, 'up')
  await teach(id, { right: true, messageId: answer.id })
  for (let number = 0; number < maxPhrasings; number++)
    await teach(id, { right: true, text: `quibble tint variant ${number}` })
  const learned = await learnedBy(id)
  assert.equal(learned.length, maxPhrasings)
  assert.ok(learned.every(({ origin }) => origin === 'operator'))
})

test('what was learned from a person is forgotten with them, at once', async () => {
  const id = await correct('Where does the Snorkel blend come from?', 'Snorkel comes from Peru.')
  const vic = await w.visitor({ userId: 'gone-1', userTraits: { name: 'Gone Gustav' } })
  const chat = await vic.open()
  const asked = 'snorkel blend gustavs own wording secretword'
  assert.match((await answerTo(vic, chat, asked)).text, /Did you mean/)
  await answerTo(vic, chat, 'yes')
  assert.equal((await learnedBy(id)).length, 1)
  const { people } = await w.ada.call('GET /api/people', { query: { text: 'Gustav' } })
  await w.ada.call('POST /api/people/:id/erasure', {
    params: { id: people[0]!.id },
    body: { name: 'Gone Gustav', keepShared: true },
  })
  assert.deepEqual(await learnedBy(id), [])
  assert.match((await ask(asked)).answer.text, /Did you mean/, 'nor does any process remember it')
})

test('an admin moves the bands and goes back; they hold from the next question', async () => {
  await correct('How wide is the Bramble counter?', 'Bramble is 90 cm wide.')
  const asked = 'How wide is the bramble counter roughly in total?'
  const read = async () => (await w.ada.call('GET /api/matching')).matching
  const move = async (bands: { sure: number; unsure: number } | null) =>
    (await w.ada.call('PUT /api/matching', { body: { bands } })).matching
  const calibrated = await read()
  assert.deepEqual([calibrated.model, calibrated.moved, calibrated.calibrated], ['words', false, true])
  assert.match((await ask(asked)).answer.text, /Did you mean/)
  assert.equal((await move({ sure: 0.4, unsure: 0.3 })).moved, true)
  assert.match((await ask(asked)).answer.text, /90 cm/)
  await move({ sure: 1, unsure: 0.99 })
  assert.doesNotMatch((await ask(asked)).answer.text, /Did you mean|90 cm/)
  assert.deepEqual((await move(null)).bands, calibrated.bands)
  assert.match((await ask(asked)).answer.text, /Did you mean/)
  await assert.rejects(move({ sure: 0.3, unsure: 0.5 }), refusal('invalid'))
})
