import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Message, Transcript, VisitorTranscript } from '../../protocol/entities.ts'
import { eventually, world, type VisitorClient, type World } from '../world.ts'

let w: World
let vic: VisitorClient
let chat: string
let said: string[]
const long = 'y'.repeat(9_000)

/** An answer of the AI that is rated and corrected, a whisper, 105 short messages and 90 long ones. */
before(async () => {
  w = await world()
  vic = await w.visitor()
  chat = await vic.open()
  await vic.say(chat, 'How do I pause my subscription?')
  const answer = await eventually(
    async () => (await w.ada.transcript(chat)).messages.find(({ from }) => from === 'ai'),
    'an answer',
  )
  await w.ada.rate(chat, answer.id, 'down')
  await vic.rate(chat, answer.id, 'up')
  await w.ada.whisper(chat, 'be brief')
  await w.ada.takeOver(chat)
  for (let place = 0; place < 105; place++) await vic.say(chat, `Short ${place}`)
  for (let place = 0; place < 90; place++) await vic.say(chat, `Long ${place} ${long}`)
  const { halo } = await w.program()
  const first = await halo.listMessages({ id: chat }, { limit: 100 })
  const second = await halo.listMessages({ id: chat }, { limit: 100, after: first.next! })
  said = [...first.messages, ...second.messages].map(({ id }) => id)
})
after(() => w.close())

const idsOf = (messages: Message[]) => messages.map(({ id }) => id)
const charactersOf = (messages: Message[]) => messages.reduce((sum, { text }) => sum + text.length, 0)

/** From the newest stretch back to the beginning. */
async function stretches<T extends Transcript | VisitorTranscript>(
  read: (before: number | undefined) => Promise<T>,
): Promise<T[]> {
  const all: T[] = []
  for (let before: number | undefined; before !== 0; before = all[0]!.stretch.from) all.unshift(await read(before))
  return all
}

test('a visitor and an operator are sent the end of a long conversation, and everything before it when they ask', async () => {
  const mine = await stretches((before) =>
    vic.call('GET /api/widget/conversations/:id', { params: { id: chat }, query: { before } }),
  )
  const hers = await stretches((before) =>
    w.ada.call('GET /api/conversations/:id', { params: { id: chat }, query: { before } }),
  )
  for (const all of [mine, hers] as (Transcript | VisitorTranscript)[][]) {
    assert.deepEqual(
      all.flatMap(({ messages }) => idsOf(messages)),
      said,
    )
    for (const { messages } of all)
      assert.ok(messages.length <= 100 && charactersOf(messages) <= 100_000, `${messages.length} messages`)
  }
  const [oldest, ...later] = hers
  const answer = oldest!.messages.find(({ from }) => from === 'ai')!.id
  assert.deepEqual(
    oldest!.ratings.map(({ messageId, by }) => [messageId, by?.name]),
    [
      [answer, 'Ada'],
      [answer, undefined],
    ],
  )
  assert.deepEqual(
    [oldest!.whispers.length, oldest!.verdicts.length, mine[0]!.votes.length],
    [1, 1, 1],
    'what belongs to the old ones comes with them',
  )
  assert.ok(
    later.every(({ ratings, verdicts, whispers }) => !ratings.length && !verdicts.length && !whispers.length),
  )
})

test('who comes back after a long absence starts anew from the end, by socket and by polling', async () => {
  const { upTo } = await vic.transcript(chat)
  const line = await vic.connect()
  line.send({ type: 'follow', conversationId: chat, after: 5 })
  await line.until(() => line.frames.some(({ type }) => type === 'snapshot'), 'a snapshot')
  assert.ok(line.frames.every((frame) => JSON.stringify(frame).length < 200_000))
  assert.deepEqual(line.picture(chat), await vic.transcript(chat))
  line.close()
  const told = await vic.call('GET /api/widget/conversations/:id/events', {
    params: { id: chat },
    query: { after: 5 },
  })
  assert.ok(
    told.more && told.upTo < upTo && JSON.stringify(told).length < 2_000_000,
    'only so much is told at once',
  )
  const session = await vic.call('POST /api/widget/sessions', {
    body: { key: w.halo.widgetKey, token: vic.token },
  })
  assert.deepEqual(session.live, await vic.transcript(chat))
})
