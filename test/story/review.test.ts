import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Conversation } from '../../protocol/entities.ts'
import { newId } from '../../server/ground/context.ts'
import { eventually, Refused, world, type OperatorClient, type VisitorClient, type World } from '../world.ts'

let w: World
let ben: OperatorClient
before(async () => {
  w = await world({ overrides: { timing: { closeGraceMs: 200, leaveGraceMs: 50, sweepIntervalMs: 50 } } })
  ben = await w.ben()
})
after(() => w.close())

const head = async (chat: string): Promise<Conversation> => (await w.ada.transcript(chat)).conversation
const completed = (chat: string) =>
  eventually(async () => {
    const now = await head(chat)
    return now.score !== null && now.mood.history.length > 0 && now
  }, 'the end, its mood and its score')

/** A visitor who asked and was answered: the conversation and the answer's message. */
async function answered(question = 'How do I pause my subscription?') {
  const vic = await w.visitor()
  const chat = await vic.open()
  await vic.say(chat, question)
  const answer = await eventually(
    async () => (await vic.transcript(chat)).messages.find(({ from }) => from === 'ai'),
    'the answer',
  )
  return { vic, chat, answer }
}

async function over(question?: string) {
  const scene = await answered(question)
  await scene.vic.leave(scene.chat)
  return { ...scene, ended: await completed(scene.chat) }
}

test('one vote a person and message: it can be changed and cleared, and clicking twice is clicking once', async () => {
  const { chat, answer } = await answered()
  const line = await w.ada.connect()
  await line.follow(chat)
  const [first] = await Promise.all([
    w.ada.rate(chat, answer.id, 'down', { reason: 'wrong', comment: 'It is two clicks.' }),
    w.ada.rate(chat, answer.id, 'down', { reason: 'wrong', comment: 'It is two clicks.' }),
  ])
  assert.equal(first.by?.name, 'Ada')
  await ben.rate(chat, answer.id, 'up')
  await line.until(() => line.picture(chat).ratings.length === 2, 'both votes')
  assert.equal(
    line.heard.filter(({ type }) => type === 'message.rated').length,
    2,
    'the double click told nothing twice',
  )
  assert.deepEqual(line.picture(chat).conversation.ratings, { up: 1, down: 1 })
  await w.ada.rate(chat, answer.id, 'up')
  assert.deepEqual((await head(chat)).ratings, { up: 2, down: 0 })
  await Promise.all([w.ada.clearRating(chat, answer.id), w.ada.clearRating(chat, answer.id)])
  const { ratings, conversation } = await w.ada.transcript(chat)
  assert.deepEqual(
    ratings.map(({ by, vote }) => [by?.name, vote]),
    [['Ben', 'up']],
  )
  assert.deepEqual(conversation.ratings, { up: 1, down: 0 })
  line.close()
})

test('only answers of the AI can be rated, and only in their own conversation', async () => {
  const { vic, chat, answer } = await answered()
  const other = await answered()
  const question = (await vic.transcript(chat)).messages.find(({ from }) => from === 'visitor')!
  await assert.rejects(
    w.ada.rate(chat, question.id, 'up'),
    (error) => error instanceof Refused && error.status === 400,
  )
  await assert.rejects(
    w.ada.rate(chat, other.answer.id, 'up'),
    (error) => error instanceof Refused && error.status === 404,
  )
  await assert.rejects(
    other.vic.rate(chat, answer.id, 'up'),
    (error) => error instanceof Refused && error.status === 404,
  )
  assert.deepEqual((await w.ada.transcript(chat)).ratings, [])
})

test('visitors vote, see their own vote, and never one of ours', async () => {
  const { vic, chat, answer } = await answered()
  assert.deepEqual(await vic.rate(chat, answer.id, 'down'), [{ messageId: answer.id, vote: 'down' }])
  await w.ada.rate(chat, answer.id, 'up', { comment: 'OPERATORS ONLY' })
  const seen = await vic.transcript(chat)
  assert.deepEqual(seen.votes, [{ messageId: answer.id, vote: 'down' }])
  assert.ok(!JSON.stringify(seen).includes('OPERATORS ONLY'))
  assert.deepEqual(
    (await w.ada.transcript(chat)).ratings.map(({ by, vote }) => [by?.name ?? 'visitor', vote]),
    [
      ['visitor', 'down'],
      ['Ada', 'up'],
    ],
  )
  assert.deepEqual(await vic.clearRating(chat, answer.id), [])
})

test('silence after an answer is Answered until the visitor thumbs up the last answer, also afterwards', async () => {
  const { vic, chat, answer, ended } = await over()
  assert.equal(ended.outcome?.kind, 'answered')
  await vic.rate(chat, answer.id, 'up')
  const after = await head(chat)
  assert.deepEqual(after.outcome, { kind: 'resolved', evidence: 'The visitor thumbed up the last answer.' })
  assert.ok(after.score!.points > ended.score!.points)
  assert.equal(after.status, 'completed')
})

test('an operator overrules with a reason; what the rule said stays beside it and can hold again', async () => {
  const { vic, chat, answer } = await over()
  const { outcome } = await w.ada.call('PUT /api/conversations/:id/outcome', {
    params: { id: chat },
    body: { kind: 'escalated', reason: 'They called us.' },
  })
  assert.deepEqual(
    [outcome.kind, outcome.overruled?.rule, outcome.overruled?.reason, outcome.overruled?.by.name],
    ['escalated', 'answered', 'They called us.', 'Ada'],
  )
  await vic.rate(chat, answer.id, 'up')
  const { outcome: renewed } = await head(chat)
  assert.deepEqual(
    [renewed?.kind, renewed?.overruled?.rule],
    ['escalated', 'resolved'],
    'the rule looks again, the operator still holds',
  )
  const { outcome: restored } = await w.ada.call('DELETE /api/conversations/:id/outcome', { params: { id: chat } })
  assert.deepEqual(restored, { kind: 'resolved', evidence: 'The visitor thumbed up the last answer.' })
})

test('what is still going on can be neither overruled nor marked as reviewed', async () => {
  const { chat } = await answered()
  const isLive = (error: unknown) => error instanceof Refused && error.status === 409 && error.code === 'live'
  await assert.rejects(
    w.ada.call('PUT /api/conversations/:id/outcome', {
      params: { id: chat },
      body: { kind: 'resolved', reason: 'Sure' },
    }),
    isLive,
  )
  await assert.rejects(w.ada.call('PUT /api/conversations/:id/review', { params: { id: chat } }), isLive)
  assert.equal((await head(chat)).score, null)
})

test('the score is the sum of its parts, and moves with every vote, overrule and correction', async () => {
  const { chat, answer, ended } = await over()
  const points = [ended.score!.points]
  const then = async (act: () => Promise<unknown>) => {
    await act()
    points.push((await head(chat)).score!.points)
  }
  await then(() => w.ada.rate(chat, answer.id, 'down'))
  await then(() =>
    w.ada.call('PUT /api/conversations/:id/outcome', {
      params: { id: chat },
      body: { kind: 'resolved', reason: 'Solved by mail' },
    }),
  )
  await then(() =>
    w.ada.call('POST /api/conversations/:id/messages/:messageId/correction', {
      params: { id: chat, messageId: answer.id },
      body: { id: newId(), question: 'How do I pause?', answer: 'In your account.', scope: 'everyone' },
    }),
  )
  assert.deepEqual(
    points.slice(1).map((each, index) => each - points[index]!),
    [-3, 20, -5],
  )
  const { score, corrected } = await head(chat)
  assert.equal(
    score!.parts.reduce((sum, part) => sum + part.points, 0),
    score!.points,
  )
  assert.deepEqual(corrected, [answer.id])
})

test('each operator keeps one note on a conversation, for colleagues to read', async () => {
  const { chat } = await over()
  const write = (who: OperatorClient, text: string) =>
    who.call('PUT /api/conversations/:id/note', { params: { id: chat }, body: { text } })
  await write(w.ada, 'Good start')
  await write(ben, 'Too long')
  await write(w.ada, 'Good start, weak end')
  const { notes } = await ben.transcript(chat)
  assert.deepEqual(
    notes.map(({ by, text }) => [by.name, text]),
    [
      ['Ben', 'Too long'],
      ['Ada', 'Good start, weak end'],
    ],
  )
  assert.equal((await write(ben, '')).note, null)
  assert.equal((await w.ada.transcript(chat)).notes.length, 1)
})

test('taking over a completed conversation opens one ticket and leaves the conversation over', async () => {
  const { chat, ended } = await over()
  const [one, two] = await Promise.all([w.ada.takeOver(chat), w.ada.takeOver(chat)])
  assert.equal(one.ticket.id, two.ticket.id)
  assert.deepEqual([one.ticket.status, one.ticket.assignee?.name], ['in_progress', 'Ada'])
  await assert.rejects(
    ben.takeOver(chat),
    (error) => error instanceof Refused && error.code === 'held' && /Ada/.test(error.message),
  )
  assert.equal((await ben.takeOver(chat, w.ada.person.id)).ticket.assignee?.name, 'Ben')
  const { status, outcome, control } = await head(chat)
  assert.deepEqual(
    [status, outcome, control.holder],
    ['completed', ended.outcome, 'ai'],
    'how it ended is not how it goes on',
  )
})

test('votes, notes and marks: whoever was away and whoever comes late see the same', async () => {
  const { vic, chat, answer } = await over()
  const away = await w.ada.connect()
  const picture = await away.follow(chat)
  away.close()
  await vic.rate(chat, answer.id, 'down')
  await w.ada.rate(chat, answer.id, 'down', { reason: 'tone' })
  await ben.rate(chat, answer.id, 'up')
  await w.ada.rate(chat, answer.id, 'up')
  await ben.clearRating(chat, answer.id)
  await ben.call('PUT /api/conversations/:id/note', { params: { id: chat }, body: { text: 'Look at this' } })
  await w.ada.call('PUT /api/conversations/:id/outcome', {
    params: { id: chat },
    body: { kind: 'resolved', reason: 'It did help' },
  })
  await ben.call('PUT /api/conversations/:id/review', { params: { id: chat } })
  const again = await w.ada.connect()
  await again.follow(chat, picture)
  const fresh = await w.ada.transcript(chat)
  await again.until(() => again.picture(chat).upTo === fresh.upTo, 'everything missed')
  assert.deepEqual(again.picture(chat), fresh)
  again.close()
})

async function seed(vic: VisitorClient, words: string): Promise<string> {
  const chat = await vic.open()
  await vic.say(chat, words)
  await eventually(
    async () => (await vic.transcript(chat)).messages.find(({ from }) => from === 'ai'),
    'the answer',
  )
  return chat
}

test('completed conversations are found, sorted and paged by what they are, and the review queue empties', async () => {
  await using w = await world({
    overrides: { timing: { closeGraceMs: 200, leaveGraceMs: 50, sweepIntervalMs: 50 } },
  })
  const moods = [
    'How do I pause my subscription?',
    'This is terrible, I am furious, where is my refund?',
    'Thank you, that is perfect',
    'What does shipping cost?',
    'I am so confused about grinding',
  ]
  const chats: string[] = []
  for (const words of moods) {
    const vic = await w.visitor()
    const chat = await seed(vic, words)
    if (chats.length === 0) await w.ada.whisper(chat, 'be kind')
    await vic.leave(chat)
    chats.push(chat)
  }
  const list = (query: object = {}) => w.ada.call('GET /api/conversations', { query })
  await eventually(
    async () =>
      (await list()).conversations.filter(({ score, mood }) => score && mood.history.length).length ===
      chats.length,
    'all of them, read and scored',
  )
  const answers = await Promise.all(
    chats.map(async (chat) => (await w.ada.transcript(chat)).messages.find(({ from }) => from === 'ai')!.id),
  )
  await w.ada.rate(chats[3]!, answers[3]!, 'down')

  for (const sort of [
    'newest',
    'oldest',
    'worst',
    'best',
    'down',
    'up',
    'unhappy',
    'happy',
    'outcome',
    'reviewed',
    'agent',
    'operator',
    'topic',
  ] as const) {
    const whole = (await list({ sort })).conversations.map(({ id }) => id)
    const paged: string[] = []
    for (let cursor: string | undefined; ;) {
      const page = await list({ sort, limit: 2, ...(cursor && { cursor }) })
      paged.push(...page.conversations.map(({ id }) => id))
      assert.equal(page.total, chats.length)
      if (!page.next) break
      cursor = page.next
    }
    assert.deepEqual(paged, whole, `pages of "${sort}" neither skip nor repeat`)
    assert.deepEqual([...paged].sort(), [...chats].sort())
  }
  const scores = (await list({ sort: 'worst' })).conversations.map(({ score }) => score!.points)
  assert.deepEqual(
    scores,
    scores.toSorted((a, b) => a - b),
  )
  const found = async (query: object) => (await list(query)).conversations.map(({ id }) => chats.indexOf(id)).sort()
  assert.deepEqual(await found({ rating: 'down' }), [3])
  assert.deepEqual(await found({ rating: 'none' }), [0, 1, 2, 4])
  assert.deepEqual(await found({ outcome: 'resolved' }), [2])
  assert.deepEqual(await found({ text: 'furious' }), [1])
  assert.deepEqual(await found({ operatorId: w.ada.person.id }), [0], 'who rated afterwards did not take part')
  assert.deepEqual(await found({ from: Date.now() + 60_000 }), [])
  const [worst] = scores
  assert.ok((await list({ scoreTo: worst })).conversations.every(({ score }) => score!.points === worst))
  const choices = await w.ada.call('GET /api/conversations/choices')
  assert.deepEqual([choices.agents.length, choices.operators], [1, [{ id: w.ada.person.id, name: 'Ada' }]])
  const [topic] = choices.topics
  assert.ok(topic && (await list({ topic })).conversations.every((each) => each.topic === topic))
  await assert.rejects(
    list({ cursor: 'bm90IG91cnM' }),
    (error) => error instanceof Refused && error.code === 'bad_cursor',
  )

  const queue = () => list({ sort: 'worst', reviewed: 'false' })
  for (let left = chats.length; left > 0; left--) {
    const {
      conversations: [first],
      total,
    } = await queue()
    assert.equal(total, left)
    await w.ada.call('PUT /api/conversations/:id/review', { params: { id: first!.id } })
  }
  assert.equal((await queue()).total, 0)
  await w.ada.call('DELETE /api/conversations/:id/review', { params: { id: chats[0]! } })
  assert.deepEqual(
    (await queue()).conversations.map(({ id }) => id),
    [chats[0]],
  )
})

test('the filtered list is taken along as CSV and JSON, and nothing in it becomes a formula', async () => {
  await using w = await world({
    overrides: { timing: { closeGraceMs: 200, leaveGraceMs: 50, sweepIntervalMs: 50 } },
  })
  for (const name of ['=HYPERLINK("http://evil.test")', 'Jane "JJ" Doe, Ltd']) {
    const vic = await w.visitor({ userId: newId(), userTraits: { name } })
    const chat = await seed(vic, 'How do I pause my subscription?')
    await vic.leave(chat)
  }
  await eventually(
    async () =>
      (await w.ada.call('GET /api/conversations')).conversations.filter(
        ({ score, mood }) => score && mood.history.length,
      ).length === 2,
    'both ends',
  )
  const csv = String(await w.ada.fetch('GET', '/api/conversations/export?format=csv&sort=oldest'))
  const [header, first, second, end] = csv.split('\r\n')
  assert.match(header!, /^\ufeff?id,opened,completed,visitor,/)
  assert.ok(first!.includes(`"'=HYPERLINK(""http://evil.test"")"`), first)
  assert.ok(second!.includes('"Jane ""JJ"" Doe, Ltd"'), second)
  assert.equal(end, '')
  const all = (await w.ada.call('GET /api/conversations', { query: { sort: 'oldest' } })).conversations
  assert.deepEqual(await w.ada.fetch('GET', '/api/conversations/export?format=json&sort=oldest'), all)
  assert.deepEqual(await w.ada.fetch('GET', '/api/conversations/export?format=json&outcome=resolved'), [])
})
