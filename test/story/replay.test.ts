import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { TaughtChange } from '../../protocol/teaching/replay.ts'
import type { Model } from '../../server/models/model.ts'
import { newId } from '../../server/ground/context.ts'
import { eventually, Refused, world, type World } from '../world.ts'

let w: World
before(async () => {
  w = await world()
})
after(() => w.close())

async function ask(on: World, question: string): Promise<{ chat: string; messageId: string; text: string }> {
  const vic = await on.visitor()
  const chat = await vic.open()
  await vic.say(chat, question)
  const said = await eventually(
    async () => (await vic.transcript(chat)).messages.find(({ from }) => from === 'ai'),
    'an answer',
  )
  return { chat, messageId: said.id, text: said.text }
}

const replay = (
  on: World,
  { chat, messageId }: { chat: string; messageId: string },
  changes: TaughtChange[] = [],
) =>
  on.ada.call('POST /api/conversations/:id/messages/:messageId/replay', {
    params: { id: chat, messageId },
    body: { changes },
  })

const forAll = { scope: 'everyone', contactId: null } as const

test('an answer is looked at as it would be without the correction, the lesson or the article that it rests on', async () => {
  const question = 'What does engraving a mug cost?'
  const article = { id: newId() }
  await w.ada.call('PUT /api/articles/:id', {
    params: article,
    body: { title: 'Engraving', body: 'Engraving a mug costs 12 euros.', url: null },
  })
  await eventually(
    async () => w.halo.ctx.knowledge.search(question)[0]?.articleId === article.id,
    'the article is known',
  )
  const lesson = newId()
  await w.ada.call('POST /api/lessons', {
    body: { id: lesson, text: 'tell them that engraving a mug takes two days' },
  })
  const first = await ask(w, question)
  assert.match(first.text, /two days/)

  const noLesson = await replay(w, first, [{ kind: 'without', of: 'lesson', id: lesson }])
  assert.equal(noLesson.now?.distance, 'same')
  assert.match(noLesson.changed!.text, /12 euros/)
  assert.doesNotMatch(noLesson.changed!.text, /two days/)
  assert.deepEqual(noLesson.since, [])

  await w.ada.call('DELETE /api/lessons/:id', { params: { id: lesson } })
  const second = await ask(w, question)
  const noArticle = await replay(w, second, [{ kind: 'without', of: 'article', id: article.id }])
  assert.equal(noArticle.changed!.distance, 'silent')
  assert.equal(w.halo.ctx.knowledge.search(question)[0]?.articleId, article.id, 'the real index keeps it')

  const correction = newId()
  const corrected: TaughtChange = {
    kind: 'correction',
    id: correction,
    question,
    answer: 'Engraving is free this month.',
    ...forAll,
  }
  const predicted = await replay(w, second, [corrected])
  assert.equal(predicted.changed!.text, 'Engraving is free this month.')
  assert.equal((await ask(w, question)).text, second.text, 'a draft reaches nobody')
  await w.ada.call('POST /api/corrections', {
    body: { id: correction, question, answer: 'Engraving is free this month.', scope: 'everyone' },
  })
  const third = await ask(w, question)
  assert.equal(third.text, predicted.changed!.text)
  const noCorrection = await replay(w, third, [{ kind: 'without', of: 'correction', id: correction }])
  assert.equal(noCorrection.changed!.text, second.text)
  // What was taught after an answer is named.
  assert.deepEqual((await replay(w, second)).since, ['Inbox training'])
})

test('nothing is stored, counted or told by it', async () => {
  const said = await ask(w, 'How long does shipping take?')
  const counts = async () =>
    Promise.all(
      (['events', 'messages', 'runs', 'provenance', 'prompts', 'model_usage', 'corrections'] as const).map(
        (table) =>
          w.halo.ctx.db.reads
            .selectFrom(table)
            .select((eb) => eb.fn.countAll<number>().as('rows'))
            .executeTakeFirstOrThrow(),
      ),
    )
  const before = await counts()
  await replay(w, said, [{ kind: 'correction', id: newId(), question: 'Shipping?', answer: 'One day.', ...forAll }])
  assert.deepEqual(await counts(), before)
})

test('only what the AI wrote can be answered once more', async () => {
  const said = await ask(w, 'hello')
  const [asked] = (await w.ada.transcript(said.chat)).messages
  const refused = (code: string) => (error: unknown) => error instanceof Refused && error.code === code
  await assert.rejects(replay(w, { ...said, messageId: asked!.id }), refused('not_ai'))
  await assert.rejects(replay(w, { ...said, messageId: newId() }), refused('not_found'))
})

test('a language model is not asked: its prompts are compared', async () => {
  let requests = 0
  const model: Model = {
    name: 'costly',
    follows: '',
    async *reply() {
      requests++
      yield { type: 'text' as const, text: 'From the model.' }
    },
  }
  await using own = await world({ overrides: { model } })
  const said = await ask(own, 'How long does shipping take?')
  const rows = await own.ada.call('PUT /api/guidance/:id', {
    params: { id: newId() },
    body: { text: 'Never mention discounts', on: false },
  })
  const off = rows.row.id
  const same = await replay(own, said, [{ kind: 'guidance', id: off, text: 'Other words', on: false }])
  assert.deepEqual([same.now, same.changed, same.promptChanges], [null, null, false])
  const other = await replay(own, said, [{ kind: 'guidance', id: off, text: 'Other words', on: true }])
  assert.equal(other.promptChanges, true)
  assert.equal(requests, 1, 'the one live reply')
})

test('a whisper is looked at before it is sent, beside those that wait, and nothing of it is kept', async () => {
  const vic = await w.visitor()
  const chat = await vic.open()
  const preview = (text: string) =>
    w.ada.call('POST /api/conversations/:id/whispers/preview', { params: { id: chat }, body: { text } })
  assert.deepEqual(await preview('be softer'), { question: null, without: null, with: null })
  await vic.say(chat, 'How long does shipping take?')
  const said = await eventually(
    async () => (await vic.transcript(chat)).messages.find(({ from }) => from === 'ai'),
    'an answer',
  )
  const seen = await preview('tell them that the sale ends on Friday')
  assert.equal(seen.question, 'How long does shipping take?')
  assert.equal(seen.without, said.text)
  assert.match(seen.with!, /sale ends on Friday/)
  assert.deepEqual((await w.ada.transcript(chat)).whispers, [])
  await w.ada.whisper(chat, 'tell them that we are closed on Monday')
  const beside = await preview('tell them that the sale ends on Friday')
  assert.match(beside.without!, /closed on Monday/)
  assert.match(beside.with!, /closed on Monday[^]*sale ends on Friday/)
  await vic.say(chat, 'How long does shipping take to Norway?')
  await eventually(
    async () => (await vic.transcript(chat)).messages.some(({ text }) => text.includes('closed on Monday')),
    'the whisper that was sent is heeded',
  )
  assert.ok(!(await vic.transcript(chat)).messages.some(({ text }) => text.includes('Friday')))
})

test('before a correction is saved it is known which answers it changes, and which of them were found right', async () => {
  const question = 'Which colours does the tea cosy come in?'
  const first = await ask(w, question)
  const second = await ask(w, `${question} Please.`)
  await ask(w, 'Do you ship to Norway?')
  await w.ada.rate(second.chat, second.messageId, 'up')
  const change: TaughtChange = {
    kind: 'correction',
    id: newId(),
    question,
    answer: 'The tea cosy comes in red.',
    ...forAll,
  }
  const effect = await w.ada.call('POST /api/effects', { body: { changes: [change] } })
  assert.deepEqual(
    effect.answers.map(({ messageId, isWorse, isTaught, after }) => [messageId, isWorse, isTaught, after]),
    [
      [second.messageId, true, true, 'The tea cosy comes in red.'],
      [first.messageId, false, true, 'The tea cosy comes in red.'],
    ],
  )
  assert.deepEqual([effect.changed, effect.worse, effect.taught, effect.unasked], [2, 1, 2, 0])
  assert.equal(effect.answers[1]!.before, first.text)
  const none = await w.ada.call('POST /api/effects', {
    body: { changes: [{ kind: 'instructions', text: 'Be nice.' }] },
  })
  assert.deepEqual([none.changed, none.looked], [0, effect.looked])
})
