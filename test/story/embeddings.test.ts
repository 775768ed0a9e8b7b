import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../../server/ground/context.ts'
import { openVectors } from '../../server/knowledge/vectors/vectors.ts'
import { calibrationSentences } from '../../server/knowledge/vectors/calibration.ts'
import { ArticleIndex } from '../../server/knowledge/search.ts'
import { startEmbedder, type Embedder } from '../embedder.ts'
import { eventually, world, type VisitorClient, type World } from '../world.ts'

const settings = (url: string, more: Record<string, string> = {}) => ({
  HALO_ENCODER: 'off',
  HALO_EMBEDDING_MODEL: 'openai-compatible/small-1',
  HALO_EMBEDDING_URL: url,
  HALO_EMBEDDING_KEY: 'key-of-the-embedder',
  ...more,
})
const complete = (w: World) =>
  eventually(
    async () =>
      (await w.ada.call('GET /api/vectors')).models.every(({ texts, ready }) => texts > 0 && texts === ready),
    'a vector for everything',
  )
const correct = async (w: World, question: string, answer: string) =>
  (await w.ada.call('POST /api/corrections', { body: { id: newId(), question, answer, scope: 'everyone' } }))
    .correction.id
const keptIn = async (w: World) =>
  await w.halo.ctx.db.reads.selectFrom('vectors').select(['model', 'key', 'correction_id', 'article_id']).execute()

async function answerTo(vic: VisitorClient, question: string) {
  const chat = await vic.open()
  const { id } = await vic.say(chat, question)
  return (
    await eventually(async () => {
      const { messages } = await vic.transcript(chat)
      return messages
        .slice(messages.findIndex((message) => message.id === id) + 1)
        .find(({ from }) => from === 'ai')
    }, `an answer to “${question}”`)
  ).text
}

test('questions are compared by the vectors of a provider; while it fails, words alone answer, and then it is asked again', async (t) => {
  const embedder = await startEmbedder()
  t.after(() => embedder.close())
  await using w = await world({ env: settings(embedder.url) })
  await correct(w, 'How old are you?', 'The roastery was founded in 2011.')
  await complete(w)
  const [first] = embedder.requests
  assert.deepEqual(
    [first!.model, first!.authorization, first!.texts],
    ['small-1', 'Bearer key-of-the-embedder', calibrationSentences],
  )
  assert.ok(
    embedder.requests.every(({ texts }) => texts.length <= 64),
    'in batches',
  )

  const vic = await w.visitor()
  assert.match(await answerTo(vic, 'what is your age'), /2011|Did you mean “How old are you\?”/)
  embedder.answer(500)
  assert.doesNotMatch(await answerTo(await w.visitor(), 'your exact age please'), /2011|Did you mean/)
  assert.match(
    await answerTo(await w.visitor(), 'Do you ship to Norway?'),
    /Norway|Europe|ship/i,
    'nobody waits for it',
  )
  const { matching } = await w.ada.call('GET /api/matching')
  assert.deepEqual([matching.model, matching.calibrated], ['openai-compatible/small-1', false])

  const id = await correct(w, 'Which credentials open the portal?', 'Those of your invitation.')
  const halfway = (await w.ada.call('GET /api/vectors')).models[0]!
  assert.equal(halfway.texts - halfway.ready, 1)
  embedder.answer(200)
  await complete(w)
  assert.ok((await keptIn(w)).some(({ correction_id }) => correction_id === id))
})

/** The vectors of another process, or of this one after its restart, with the same articles. */
async function another(w: World, embedder: Embedder, model: string) {
  const vectors = openVectors(
    { encoder: false, embedding: { model, url: embedder.url, key: null } },
    { db: w.halo.ctx.db, log: w.halo.ctx.log },
  )!
  const articles = new ArticleIndex(vectors.meaning)
  articles.replace(
    await w.halo.ctx.db.reads.selectFrom('articles').select(['id', 'title', 'body', 'url']).execute(),
  )
  embedder.requests.length = 0
  vectors.start()
  await articles.filled()
  return { vectors, made: embedder.requests.flatMap(({ texts }) => texts) }
}

test('what has its vector keeps it over a restart, an edit makes one anew, and what is deleted takes its vector along', async (t) => {
  const embedder = await startEmbedder()
  t.after(() => embedder.close())
  await using w = await world({ env: settings(embedder.url) })
  const id = newId()
  const write = (body: string) =>
    w.ada.call('PUT /api/articles/:id', { params: { id }, body: { title: 'The lighthouse', body, url: null } })
  const mine = async () => (await keptIn(w)).filter(({ article_id }) => article_id === id)
  await write('The lighthouse opens in May.')
  await eventually(async () => (await mine()).length === 1, 'its vector')
  await complete(w)

  const restarted = await another(w, embedder, 'openai-compatible/small-1')
  assert.deepEqual(restarted.made, calibrationSentences, 'nothing was made again')
  await restarted.vectors.close()

  embedder.answer(503)
  await write('The lighthouse opens in June.')
  await eventually(
    async () => !(await mine()).length,
    'the vector of what is said no more to go, although there is none yet of what is said instead',
  )
  embedder.answer(200)
  await eventually(async () => (await mine()).length === 1, 'the new one')
  assert.match(embedder.requests.at(-1)!.texts.join(), /June/)
  await w.ada.call('DELETE /api/articles/:id', { params: { id } })
  assert.deepEqual(await mine(), [], 'in the same moment')

  const changed = await another(w, embedder, 'openai-compatible/small-2')
  assert.ok(changed.made.length > calibrationSentences.length, 'another model makes its own')
  await eventually(
    async () => (await keptIn(w)).every(({ model }) => model === 'openai-compatible/small-2'),
    'those of the other model to go',
  )
  await changed.vectors.close()
})

test('one text that the provider refuses does not take the others with it', async (t) => {
  const embedder = await startEmbedder()
  t.after(() => embedder.close())
  await using w = await world()
  embedder.refuse(/forbidden/)
  const vectors = openVectors(
    { encoder: false, embedding: { model: 'openai-compatible/small-1', url: embedder.url, key: null } },
    { db: w.halo.ctx.db, log: w.halo.ctx.log },
  )!
  const articles = new ArticleIndex(vectors.meaning)
  for (const [id, body] of [
    ['one', 'Reimburse within three days.'],
    ['two', 'A forbidden word.'],
    ['three', 'Credentials are sent by post.'],
  ])
    articles.put({ id: id!, title: id!, body: body!, url: null })
  vectors.start()
  await articles.filled()
  assert.equal((await articles.find('money'))[0]?.articleId, 'one')
  assert.equal((await articles.find('forbidden word'))[0]?.articleId, 'two', 'found by its words')
  await vectors.close()
  assert.equal((await articles.find('forbidden word'))[0]?.articleId, 'two')
})
