import assert from 'node:assert/strict'
import { test } from 'node:test'
import { piecesOf } from '../../server/knowledge/passages.ts'
import { ArticleIndex } from '../../server/knowledge/search.ts'

// However large an article is, whoever asks while it is taken in is answered: so many passages a turn of the event loop.

const mostATurn = 80
const sentence = (n: number) => `Part ${n} of the grinder is cleaned with brush ${n * 7} once a month.`
const paragraphEnd = (n: number) => (n % 50 ? '\n\n' : '\n\n# Care\n\n')
const prose = Array.from({ length: 6_000 }, (_, n) => sentence(n) + (n % 5 ? ' ' : paragraphEnd(n)))
const bodies = {
  paragraphs: prose.join(''),
  'lines of Windows': prose.join('\r\n'),
  'one line': prose.join('').replace(/\s+/g, ' '),
  'no blank at all': '😀'.repeat(150_000),
}
const small = { id: 'small', title: 'Refunds', body: 'A refund takes five days.', url: null }

/** How far the number of passages moved in one turn at most, and in how many turns it moved. */
async function watched(index: ArticleIndex, change: Parameters<ArticleIndex['follow']>[0]) {
  let [most, turns, before, isDone] = [0, 0, index.size, false]
  const done = index.follow(change).then(() => (isDone = true))
  while (!isDone) {
    await new Promise(setImmediate)
    if (index.size > before) most = Math.max(most, index.size - before)
    turns++
    before = index.size
    assert.equal(index.search('How long does a refund take?')[0]?.articleId, 'small')
  }
  await done
  return { most, turns }
}

for (const [name, body] of Object.entries(bodies))
  test(`a large article of ${name} is taken in and let go in many turns, and others are found meanwhile`, async () => {
    const index = new ArticleIndex()
    index.put(small)
    const large = { id: 'large', title: 'Grinder', body, url: null }
    const pieces = piecesOf(large)
    const put = await watched(index, { put: large })
    assert.ok(put.most <= mostATurn, `${put.most} passages in one turn`)
    assert.ok(put.turns >= pieces.length / mostATurn)
    assert.equal(index.size, pieces.length + 1)

    const atOnce = new ArticleIndex()
    atOnce.replace([small, large])
    for (const question of ['How is part 4711 cleaned?', 'grinder brush 700'])
      assert.deepEqual(index.search(question), atOnce.search(question))

    assert.ok((await watched(index, { put: large })).most <= mostATurn)
    const removed = index.follow({ remove: 'large' })
    assert.equal(index.size, 1, 'nothing of it is found from this moment on')
    await removed
    assert.deepEqual(index.search('How is part 4711 cleaned?'), [])
  })

test('nothing of an article is lost where it is cut', () => {
  const words = (text: string) => text.split(/\s+/).filter((word) => word && !word.startsWith('#'))
  for (const body of [bodies.paragraphs, bodies['lines of Windows'], bodies['one line']]) {
    const pieces = piecesOf({ id: 'a', title: 'A', body, url: null })
    const headings = body.match(/^# Care/gm)?.length ?? 0
    assert.equal(pieces.flatMap(({ text }) => words(text)).length, words(body).length - headings)
  }
  const emoji = piecesOf({ id: 'a', title: 'A', body: bodies['no blank at all'], url: null })
  assert.equal(emoji.map(({ text }) => text).join(''), bodies['no blank at all'])
})

test('an article of usual length is changed in one turn, and one that did not change is not taken in again', async () => {
  const index = new ArticleIndex()
  const usual = { id: 'usual', title: 'Grinder', body: prose.slice(0, 80).join(''), url: null }
  await index.follow({ replace: [small, usual] })
  const { size } = index
  const changed = index.follow({ put: { ...usual, title: 'The grinder' } })
  assert.equal(index.size, size)
  assert.equal(index.search('How is part 47 cleaned?')[0]?.title, 'The grinder')
  await changed
  const again = index.follow({ replace: [small, { ...usual, title: 'The grinder' }] })
  assert.equal(index.size, size)
  await again
})
