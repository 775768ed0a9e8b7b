import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../../server/ground/context.ts'
import { world } from '../world.ts'

const asked = async (w: Awaited<ReturnType<typeof world>>, question: string) => {
  const vic = await w.visitor()
  const chat = await vic.open()
  const line = await vic.connect()
  await line.follow(chat)
  await vic.say(chat, question)
  return (await line.message(chat, ({ from }) => from === 'ai', 'the answer')).text
}

test('a new workspace knows nothing of a coffee shop, until somebody asks for one, and then no more', async () => {
  await using w = await world({ env: { HALO_SAMPLE: 'off' } })
  const { ada } = w
  const count = async () => (await ada.call('GET /api/articles', { query: {} })).articles.length
  assert.equal(await count(), 0)
  assert.doesNotMatch(await asked(w, 'Do you ship to Norway?'), /Norway/)

  const { sample } = await ada.call('POST /api/sample')
  assert.ok(sample.articles > 10)
  assert.deepEqual(await ada.call('POST /api/sample'), { sample }, 'once is enough')
  assert.equal(await count(), sample.articles)
  assert.match((await ada.call('GET /api/agents')).agents[0]!.greeting, /Northwind/)
  assert.match(await asked(w, 'Do you ship to Norway?'), /Norway/)

  const [first] = (await ada.call('GET /api/articles', { query: {} })).articles
  const { changedAt: _, id, ...article } = first!
  await ada.call('PUT /api/articles/:id', {
    params: { id },
    body: { ...article, body: 'What we say of it ourselves.' },
  })
  await ada.call('PUT /api/articles/:id', {
    params: { id: newId() },
    body: { title: 'Ours', body: 'Our own.', url: null },
  })
  assert.deepEqual(await ada.call('DELETE /api/sample'), { sample: { articles: 0 } })
  assert.equal(await count(), 2, 'what somebody changed or wrote is theirs')
  assert.doesNotMatch((await ada.call('GET /api/agents')).agents[0]!.greeting, /Northwind/)
  assert.doesNotMatch(await asked(w, 'Do you ship to Norway?'), /Norway/)
})
