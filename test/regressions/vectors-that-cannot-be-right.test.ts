import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ProviderVectors } from '../../server/knowledge/vectors/provider-vectors.ts'
import { openVectors } from '../../server/knowledge/vectors/vectors.ts'
import { ArticleIndex } from '../../server/knowledge/search.ts'
import { startEmbedder } from '../embedder.ts'
import { eventually, world } from '../world.ts'

const unlike = (vector: number[], index: number) => vector.map((_, at) => (at === index ? 1 : 0))

const answers: Record<
  string,
  { make?: (vector: number[], index: number) => unknown; status?: number; says: RegExp }
> = {
  zeros: { make: (vector) => vector.map(() => 0), says: /all zero/ },
  'no numbers': { make: (vector) => vector.map(() => null), says: /no vectors/ },
  'words for numbers': { make: (vector) => vector.map(() => 'NaN'), says: /no vectors/ },
  'another length each time': { make: (vector, index) => vector.slice(index), says: /not all of one length/ },
  'nothing in them': { make: () => [], says: /empty/ },
  'the same for everything': { make: () => [1, 2, 3], says: /do not tell sentences/ },
  'each as far from every other': { make: unlike, says: /do not tell sentences/ },
  'no such model': { status: 404, says: /404: there is no such model or address/ },
  'no key': { status: 401, says: /401: the key is not accepted/ },
}

test('a provider whose vectors cannot be right is not used, and it is said why, until they are', async (t) => {
  const embedder = await startEmbedder()
  t.after(() => embedder.close())
  for (const [name, { make, status = 200, says }] of Object.entries(answers)) {
    await t.test(name, async () => {
      embedder.twist(make ?? ((vector) => vector))
      embedder.answer(status)
      const vectors = new ProviderVectors(
        { model: 'openai-compatible/small-1', url: embedder.url, key: null },
        { limits: { rest: 20 } },
      )
      const loaded = vectors.loaded()
      await eventually(async () => says.test(vectors.trouble ?? ''), `a sentence like ${says}`)
      embedder.twist((vector) => vector)
      embedder.answer(200)
      assert.equal(await loaded, true)
      assert.equal(vectors.trouble, null)
      vectors.close()
    })
  }
})

test('vectors that lose their length later are no answer, and a server that refuses everything refuses no single text', async (t) => {
  const embedder = await startEmbedder()
  t.after(() => embedder.close())
  const vectors = new ProviderVectors(
    { model: 'openai-compatible/small-1', url: embedder.url, key: null },
    { limits: { rest: 20 } },
  )
  t.after(() => vectors.close())
  assert.equal(await vectors.loaded(), true)
  embedder.twist((vector) => vector.slice(1))
  assert.equal(await vectors.encode(['How old are you?']), null)
  assert.match(vectors.trouble!, /96 and 95 numbers/)
  embedder.twist((vector) => vector)
  embedder.answer(400)
  const made = vectors.encodePatiently(['How old are you?'])
  await eventually(async () => /400/.test(vectors.trouble ?? ''), 'its refusal to be told')
  embedder.answer(200)
  assert.ok((await made)![0]!.some(Boolean), 'no vector of zeros was kept for it')
})

test('nothing is called ready that such a server made, operators read why, and articles are found all the same', async (t) => {
  const embedder = await startEmbedder()
  t.after(() => embedder.close())
  embedder.twist((vector) => vector.map(() => 0))
  await using w = await world({
    env: {
      HALO_EMBEDDING_MODEL: 'openai-compatible/small-1',
      HALO_EMBEDDING_URL: embedder.url,
    },
  })
  const told = await eventually(async () => {
    const [model] = (await w.ada.call('GET /api/vectors')).models
    return model?.trouble ? model : null
  }, 'the trouble to be told')
  assert.equal(told.ready, 0)
  assert.ok(told.texts > 0)
  assert.match(told.trouble!, /all zero/)
})

test('what an earlier start had kept of such vectors is made anew', async (t) => {
  const embedder = await startEmbedder()
  t.after(() => embedder.close())
  await using w = await world()
  const open = () => {
    const vectors = openVectors(
      { encoder: false, embedding: { model: 'openai-compatible/small-1', url: embedder.url, key: null } },
      { db: w.halo.ctx.db, log: w.halo.ctx.log },
    )!
    const articles = new ArticleIndex(vectors.meaning)
    articles.put({ id: 'one', title: 'one', body: 'Reimburse within three days.', url: null })
    vectors.start()
    return { vectors, articles }
  }
  const first = open()
  await first.articles.filled()
  await first.vectors.close()
  embedder.twist((vector) => [...vector, 1])
  const second = open()
  await second.articles.filled()
  assert.equal((await second.articles.find('money'))[0]?.articleId, 'one')
  await second.vectors.close()
})
