import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../../server/ground/context.ts'
import { eventually, world, type World } from '../world.ts'

const overrides = { timing: { sweepIntervalMs: 30 } }

async function ask(w: World, question: string) {
  const vic = await w.visitor()
  const chat = await vic.open()
  await vic.say(chat, question)
  const answer = await eventually(
    async () => (await w.ada.transcript(chat)).messages.find(({ from }) => from === 'ai'),
    `an answer to ${question}`,
  )
  return { chat, answer }
}

const gaps = async (w: World, state: 'open' | 'closed' = 'open') =>
  (await w.ada.call('GET /api/gaps', { query: { state } })).gaps

test('questions of one kind that nothing answers are one gap, with their conversations; an article closes it when the next visitor asks', async () => {
  await using w = await world({ overrides })
  const first = await ask(w, 'Do you repair espresso machines of other brands?')
  const second = await ask(w, 'Can you repair an espresso machine of another brand?')
  const [gap, ...others] = await eventually(async () => {
    const all = await gaps(w)
    return all[0]?.count === 2 && all
  }, 'one gap of two questions')
  assert.deepEqual(others, [])
  assert.equal(gap!.reasons.unanswered, 2)
  assert.deepEqual(
    gap!.examples.map(({ conversationId }) => conversationId).sort(),
    [first.chat, second.chat].sort(),
  )
  assert.equal(gap!.trend.at(-1), 2)

  await w.ada.call('PUT /api/articles/:id', {
    params: { id: newId() },
    body: {
      title: 'Repair of espresso machines of other brands',
      body: 'We repair espresso machines of every brand for a flat 60 dollars.',
      url: null,
    },
  })
  const third = await ask(w, 'Do you repair espresso machines of other brands?')
  assert.match(third.answer.text, /60 dollars/)
  const [closed] = await eventually(async () => {
    const all = await gaps(w, 'closed')
    return all.length > 0 && all
  }, 'the gap to close')
  assert.equal(closed!.id, gap!.id)
  assert.deepEqual([closed!.ending?.how, closed!.ending?.conversationId], ['answered', third.chat])
  assert.deepEqual(await gaps(w), [])
})

test('a thumbs down is a gap of its own question; dismissed, it stays away until it is taken back', async () => {
  await using w = await world({ overrides })
  const { chat, answer } = await ask(w, 'How do I pause my subscription?')
  await w.ada.rate(chat, answer.id, 'down')
  const [gap] = await eventually(async () => {
    const all = await gaps(w)
    return all.length > 0 && all
  }, 'a gap')
  assert.deepEqual([gap!.question, gap!.reasons.thumbed_down], ['How do I pause my subscription?', 1])
  await w.ada.call('POST /api/gaps/:id/dismissal', { params: { id: gap!.id } })
  assert.deepEqual(await gaps(w), [])
  const again = await ask(w, 'How do I pause my subscription?')
  await w.ada.rate(again.chat, again.answer.id, 'down')
  await eventually(async () => (await gaps(w, 'closed'))[0]?.count === 2, 'the second vote to be sorted')
  assert.deepEqual(await gaps(w), [])
  await w.ada.call('DELETE /api/gaps/:id/dismissal', { params: { id: gap!.id } })
  assert.equal((await gaps(w))[0]?.count, 2)
})

test('greetings and thanks are no gaps', async () => {
  await using w = await world({ overrides })
  await ask(w, 'Hello there')
  await ask(w, 'Do you repair espresso machines of other brands?')
  const all = await eventually(async () => {
    const found = await gaps(w)
    return found.length > 0 && found
  }, 'a gap')
  assert.deepEqual(
    all.map(({ question }) => question),
    ['Do you repair espresso machines of other brands?'],
  )
})

test('an insult is no gap, and not one more of the question before it; a thumbs down after it is about that question', async () => {
  await using w = await world({ overrides })
  const { chat, answer } = await ask(w, 'Do you repair espresso machines of other brands?')
  const vic = await w.visitor()
  const other = await vic.open()
  await vic.say(other, 'This is ridiculous')
  await eventually(async () => (await w.ada.transcript(other)).verdicts.length > 0, 'a verdict')
  await w.ada.rate(chat, answer.id, 'down')
  const [gap, ...more] = await eventually(async () => {
    const all = await gaps(w)
    return all[0]?.reasons.thumbed_down === 1 && all
  }, 'the vote in the gap')
  assert.deepEqual([more, gap!.count, gap!.reasons.unanswered, gap!.reopenedAt], [[], 1, 1, null])
})

test('a gap that was answered and is not any more opens again, and says so', async () => {
  await using w = await world({ overrides })
  const question = 'Do you repair espresso machines of other brands?'
  await ask(w, question)
  await eventually(async () => (await gaps(w)).length === 1, 'a gap')
  const id = newId()
  await w.ada.call('PUT /api/articles/:id', {
    params: { id },
    body: {
      title: 'Repair of espresso machines of other brands',
      body: 'We repair espresso machines of every brand for a flat 60 dollars.',
      url: null,
    },
  })
  await ask(w, question)
  const [closed] = await eventually(async () => {
    const all = await gaps(w, 'closed')
    return all.length > 0 && all
  }, 'the gap to close')
  await w.ada.call('DELETE /api/articles/:id', { params: { id } })
  await ask(w, question)
  const [again] = await eventually(async () => {
    const all = await gaps(w)
    return all.length > 0 && all
  }, 'the gap to open again')
  assert.deepEqual([again!.id, again!.count, again!.ending], [closed!.id, 2, null])
  assert.ok(again!.reopenedAt! > 0)
})
