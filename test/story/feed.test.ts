import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FeedRow, FeedWindow } from '../../protocol/frames.ts'
import { latestTexts, latestTextsOf, searchedMessages } from '../../server/conversations/latest.ts'
import { eventually, world, type World } from '../world.ts'

let w: World
before(async () => {
  w = await world()
})
after(() => w.close())

const look = (window: Partial<FeedWindow>, who = w.ada) =>
  who.call('GET /api/feed', { query: { window: JSON.stringify(window) } })
const ids = async (window: Partial<FeedWindow>, who = w.ada) => (await look(window, who)).rows.map(({ id }) => id)
const comes = (id: string, window: Partial<FeedWindow>) =>
  eventually(async () => (await ids(window)).includes(id), `${id} in ${JSON.stringify(window)}`)

/** A conversation that a person holds, so that only what is said here is said. */
async function held(...texts: string[]) {
  const vic = await w.visitor()
  const id = await vic.open()
  await w.ada.takeOver(id)
  for (const text of texts) await vic.say(id, text)
  return { id, vic }
}

test('the search finds what was said lately, and what was said long ago no more', async () => {
  const { id, vic } = await held('The vermilion kettle leaks')
  await comes(id, { text: 'KETTLE vermilion' })
  for (let count = 0; count < searchedMessages; count++) await vic.say(id, `And another thing, number ${count}`)
  await comes(id, { text: `number ${searchedMessages - 1}` })
  assert.deepEqual(await ids({ text: 'vermilion' }), (await topicNames(id, 'vermilion')) ? [id] : [])
})

/** The topic is searched as well, and may still name what the messages no longer do. */
const topicNames = async (id: string, word: string) =>
  ((await w.ada.transcript(id)).conversation.topic ?? '').toLowerCase().includes(word)

test('a process that starts finds the same messages as one that was there when they were said', async () => {
  const { id } = await held('First cobalt line', 'Second cobalt line', 'x'.repeat(3000))
  const { reads } = w.halo.ctx.db
  const texts = (await latestTexts(reads)).get(id)
  assert.deepEqual(texts, await latestTextsOf(reads, id))
  assert.deepEqual(texts!.slice(0, 2), ['First cobalt line', 'Second cobalt line'])
  assert.equal(texts!.length, 3, 'the lines of the server itself are not among them')
})

test('agents and topics to filter by are those of the live conversations', async () => {
  const { id } = await held('What does the warranty of the grinder cover?')
  const { topic, agent } = await eventually(async () => {
    const { conversation } = await w.ada.transcript(id)
    const { topics } = await w.ada.call('GET /api/feed/choices')
    return conversation.topic !== null && topics.includes(conversation.topic) && conversation
  }, 'a topic among the choices')
  await comes(id, { topic: topic! })
  assert.ok(
    (await w.ada.call('GET /api/feed/choices')).agents.some(
      ({ id, name }) => id === agent.id && name === agent.name,
    ),
  )
  await comes(id, { agentId: agent.id })
  assert.deepEqual(await ids({ topic: 'Nothing of the kind' }), [])
})

test('who is watched is known at once, and "by me" is another question for each operator', async () => {
  const { id } = await held()
  const ben = await w.ben()
  const line = await ben.connect()
  assert.ok((await ids({ watched: 'nobody' })).includes(id))
  await line.follow(id)
  await comes(id, { watched: 'anyone' })
  assert.deepEqual(await ids({ watched: 'me' }, ben), [id])
  assert.deepEqual(await ids({ watched: 'me' }), [])
  line.close()
  await comes(id, { watched: 'nobody' })
})

test('a window tells its rows once, then what changed, and everything again under another number', async () => {
  const { id, vic } = await held('Hello')
  await comes(id, { text: 'hello' })
  const line = await w.ada.connect()
  const frames = () => line.frames.filter((frame) => frame.type === 'feed')
  const told = (rows: FeedRow[]) => rows.some((row) => row.id === id)
  line.feed({ text: 'hello' })
  await line.until(() => told(frames().at(-1)?.rows ?? []), 'the row')
  await line.until(() => frames().some(({ rows, ids }) => !rows.length && !ids), 'a proof that nothing changed')
  await vic.say(id, 'hello again')
  await line.until(
    () =>
      frames()
        .at(-1)!
        .rows.some(({ lastMessage }) => lastMessage?.text === 'hello again'),
    'what changed',
  )
  line.feed({ text: 'hello', sort: 'newest' }, 2)
  await line.until(
    () => frames().some(({ generation, ids, rows }) => generation === 2 && ids?.includes(id) && told(rows)),
    'everything again',
  )
  await vic.leave(id)
  line.close()
})
