import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { eventually } from '../../../test/world.ts'
import { ArticleIndex } from '../search.ts'
import { CorrectionIndex } from '../../teaching/matching.ts'
import { Encoder } from './encoder.ts'
import { VectorIndex } from './vector-index.ts'

const article = (id: string, title: string, body: string) => ({ id, title, body, url: null })

const folder = mkdtempSync(join(tmpdir(), 'halo-encoder-'))
after(() => rmSync(folder, { recursive: true }))

function scriptOf(name: string, text: string): URL {
  const path = join(folder, `${name}.mjs`)
  writeFileSync(path, text)
  return pathToFileURL(path)
}
const broken = () => scriptOf('broken', 'throw new Error("out of memory")')
const endless = () => scriptOf('endless', 'setInterval(() => {}, 1000)')

async function ready(): Promise<Encoder> {
  const encoder = new Encoder()
  encoder.start()
  assert.equal(await encoder.loaded(), true)
  return encoder
}

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, index) => sum + value * b[index]!, 0)

test('texts that mean the same lie near each other, and everything has length 1', async () => {
  const encoder = await ready()
  const [asked, same, other, german, nothing] =
    (await encoder.encode([
      'How old are you?',
      'What is your age?',
      'The parcel was damaged',
      'Grüße aus Köln 😀',
      '',
    ])) ?? []
  for (const vector of [asked, same, other, german]) assert.ok(Math.abs(Math.hypot(...vector!) - 1) < 1e-4)
  assert.ok(dot(asked!, same!) > 0.6 && dot(asked!, same!) > dot(asked!, other!) + 0.3)
  assert.equal(Math.hypot(...nothing!), 0)
  assert.deepEqual(await encoder.encode(['How old are you?']), [asked])
  encoder.close()
  assert.equal(await encoder.encode(['How old are you?']), null)
})

test('passages and corrections are found by meaning where no word is shared', async () => {
  const encoder = await ready()
  const articles = new ArticleIndex(encoder)
  articles.replace([
    article('article-age', 'How old must I be', 'Only adults may order.'),
    article('article-beans', 'Beans', 'Our beans come from Peru.'),
    article('article-hours', 'Opening hours', 'We are here from nine to five.'),
  ])
  const corrections = new CorrectionIndex(encoder)
  corrections.put({ id: 'correction-age', question: 'How old are you?', phrasings: [] })
  corrections.put({ id: 'correction-beans', question: 'Where do the beans come from?', phrasings: [] })
  await Promise.all([articles.filled(), corrections.filled()])
  assert.equal((await articles.find('what is the minimum age'))[0]?.articleId, 'article-age')
  assert.equal((await corrections.match('what is your age'))[0]?.id, 'correction-age')
  articles.remove('article-age')
  corrections.remove('correction-age')
  assert.ok((await articles.find('what is the minimum age')).every(({ articleId }) => articleId !== 'article-age'))
  assert.ok((await corrections.match('what is your age')).every(({ id }) => id !== 'correction-age'))
  encoder.close()
})

test('while the encoder loads, and when it fails, words alone are enough', async () => {
  for (const script of [endless(), broken()]) {
    const encoder = new Encoder({ script })
    const articles = new ArticleIndex(encoder)
    const corrections = new CorrectionIndex(encoder)
    articles.put(article('article-refunds', 'Refunds and returns', 'We refund within three days.'))
    corrections.put({ id: 'correction-refund', question: 'How long does a refund take?', phrasings: [] })
    encoder.start()
    assert.equal(await encoder.encode(['refund']), null)
    assert.equal((await articles.find('refunding'))[0]?.articleId, 'article-refunds')
    assert.deepEqual(
      (await corrections.match('how long do refunds take')).map(({ id, band }) => ({ id, band })),
      [{ id: 'correction-refund', band: 'sure' }],
    )
    if (script.href === broken().href) assert.equal(await encoder.loaded(), false)
    encoder.close()
    await articles.filled()
  }
})

test('the end of its process is told once, and nobody is left waiting', async () => {
  const warned: string[] = []
  const encoder = new Encoder({
    script: scriptOf(
      'brittle',
      'process.on("message", () => process.exit(1)); process.on("disconnect", () => process.exit()); process.send({ ready: true })',
    ),
    log: { warn: (_, message) => warned.push(message) },
  })
  encoder.start()
  assert.equal(await encoder.loaded(), true)
  assert.deepEqual(await Promise.all([encoder.encode(['one']), encoder.encode(['two'])]), [null, null])
  assert.equal(encoder.ready, false)
  assert.equal(await encoder.encode(['three']), null)
  assert.equal(warned.length, 1)
  encoder.close()
})

test('a process that ended is begun again, and finds by meaning what was put there before', async () => {
  const encoder = new Encoder({ firstPauseMs: 1 })
  encoder.start()
  const index = encoder.index('shelf')
  index.put('age', 'How old must I be?')
  index.put('beans', 'Our beans come from Peru.')
  await index.settled()
  const nearest = async () => [
    ...((await index.near([{ text: 'minimum age', weight: 1 }], 1))?.cosines.keys() ?? []),
  ]
  assert.deepEqual(await nearest(), ['age'])
  process.kill(encoder.pid!, 'SIGKILL')
  await eventually(async () => !encoder.ready, 'the end')
  await eventually(() => encoder.loaded(), 'another beginning')
  await index.settled()
  assert.deepEqual(await nearest(), ['age'])
  encoder.close()
})

test('a shelf finds the nearest, however often it was filled and emptied', () => {
  const index = new VectorIndex(4)
  const at = (degrees: number) =>
    Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180), 0, 0)
  for (let number = 0; number < 180; number++) index.put(`key-${number}`, at(number))
  for (let number = 0; number < 180; number += 2) index.remove(`key-${number}`)
  index.remove('key-never-was')
  index.put('key-179', at(40))
  assert.equal(index.size, 90)
  assert.deepEqual([...index.nearest(at(40.1), 3).keys()], ['key-179', 'key-41', 'key-39'])
  const beside = index.nearest(at(40), 1, ['key-101', 'key-100'])
  assert.deepEqual([...beside.keys()], ['key-179', 'key-101'])
  assert.ok(Math.abs(beside.get('key-101')! - Math.cos((61 * Math.PI) / 180)) < 1e-6)
  index.clear()
  assert.equal(index.nearest(at(0), 5).size, 0)
})
