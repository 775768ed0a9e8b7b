import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventually, Refused, world, type World } from '../world.ts'

const hour = 3_600_000
const today = () => ({ from: String(Date.now() - hour), until: String(Date.now() + hour) })
const overrides = { timing: { closeGraceMs: 0, sweepIntervalMs: 30 } }

async function talk(w: World, ...words: string[]) {
  const vic = await w.visitor()
  const chat = await vic.open()
  for (const text of words) {
    const before = (await w.ada.transcript(chat)).messages.filter(({ from }) => from === 'ai').length
    await vic.say(chat, text)
    await eventually(
      async () => (await w.ada.transcript(chat)).messages.filter(({ from }) => from === 'ai').length > before,
      'an answer',
    )
  }
  return { vic, chat }
}

const end = async (w: World, { vic, chat }: Awaited<ReturnType<typeof talk>>) => {
  await vic.call('POST /api/widget/conversations/:id/leave', {
    params: { id: chat },
    body: { token: vic.token, how: 'closed' },
  })
  await eventually(async () => (await w.ada.transcript(chat)).conversation.status === 'completed', 'the end')
}

test('the report counts what ended, by day, agent, operator and topic, and agrees with Completed', async () => {
  await using w = await world({ overrides })
  assert.equal((await w.ada.call('GET /api/reports', { query: today() })).total.conversations, 0)
  await end(w, await talk(w, 'How do I pause my subscription?', 'Thank you, that helped'))
  await end(w, await talk(w, 'How do I pause my subscription?'))
  await end(w, await talk(w))
  const held = await talk(w, 'Where is my order?')
  await w.ada.takeOver(held.chat)
  await held.vic.say(held.chat, 'Hello?')
  await w.ada.reply(held.chat, 'I am looking for it')
  await w.ada.handBack(held.chat)
  await end(w, held)

  const report = await w.ada.call('GET /api/reports', { query: today() })
  const { conversations } = await w.ada.call('GET /api/conversations', { query: {} })
  const counted = (kind: string) => conversations.filter(({ outcome }) => outcome?.kind === kind).length
  assert.deepEqual(
    [
      report.total.conversations,
      report.total.resolved,
      report.total.escalated,
      report.total.answered,
      report.total.abandoned,
      report.total.noQuestion,
    ],
    [
      4,
      counted('resolved'),
      counted('escalated'),
      counted('answered'),
      counted('abandoned'),
      counted('no_question'),
    ],
  )
  assert.equal(
    report.days.reduce((sum, day) => sum + day.conversations, 0),
    4,
  )
  assert.equal(
    report.hours.reduce((sum, count) => sum + count, 0),
    4,
    'each began in some hour',
  )
  assert.deepEqual(
    report.agents.map(({ name, conversations }) => [name, conversations]),
    [['Nora', 4]],
  )
  assert.deepEqual(
    report.operators.map(({ name, conversations }) => [name, conversations]),
    [['Ada', 1]],
  )
  assert.ok(report.topics.length >= 1 && report.topics.every(({ conversations }) => conversations >= 1))
  const { titles, days } = report.topicDays
  assert.deepEqual(
    titles,
    report.topics.map(({ id }) => id),
  )
  assert.deepEqual(
    days.map(({ day }) => day),
    report.days.map(({ day }) => day),
  )
  const dayByDay = titles.map((_, place) => days.reduce((sum, { counts }) => sum + counts[place]!, 0))
  assert.deepEqual(
    dayByDay,
    report.topics.map(({ conversations }) => conversations),
    'day by day as many as altogether',
  )
  assert.equal(report.answers.operator.count, 1)
  assert.ok(report.answers.ai.count >= 4 && report.answers.ai.median! >= 0)
})

test('an operator agrees with a mood badge or disputes it; the last word counts, and everyone who reads along hears it', async () => {
  await using w = await world({ overrides })
  const { chat } = await talk(w, 'This is ridiculous, I am furious!!!')
  const message = (await w.ada.transcript(chat)).messages.find(({ from }) => from === 'visitor')!
  const ben = await w.ben()
  const judge = (who: typeof ben, mood: 'angry' | 'neutral') =>
    who.call('PUT /api/conversations/:id/messages/:messageId/mood', {
      params: { id: chat, messageId: message.id },
      body: { mood },
    })
  await eventually(async () => (await w.ada.transcript(chat)).moods.length > 0, 'a mood')
  await judge(w.ada, 'neutral')
  await judge(w.ada, 'angry')
  await judge(ben, 'neutral')
  const { moods } = await w.ada.call('GET /api/reports', { query: today() })
  assert.deepEqual(
    moods.map(({ votes, agreed }) => [votes, agreed]),
    [[2, 1]],
  )
  await assert.rejects(
    w.ada.call('PUT /api/conversations/:id/messages/:messageId/mood', {
      params: { id: chat, messageId: 'no-such-message' },
      body: { mood: 'happy' },
    }),
    (error) => error instanceof Refused && error.status === 404,
  )
})

test('a span that is no span is refused', async () => {
  await using w = await world()
  const now = Date.now()
  for (const [from, until] of [
    [now, now - 1],
    [0, now],
    [Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER],
  ])
    await assert.rejects(
      w.ada.call('GET /api/reports', { query: { from: String(from), until: String(until) } }),
      (error) => error instanceof Refused && error.status === 400,
    )
})
