import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Encoder } from '../../knowledge/vectors/encoder.ts'
import { GapIndex } from './gap-index.ts'

const gaps = [
  { id: 'age', questions: ['How old are you?'] },
  { id: 'repair', questions: ['Do you repair espresso machines of other brands?'] },
]

let encoder: Encoder
before(async () => {
  encoder = new Encoder()
  encoder.start()
  await encoder.loaded()
})
after(() => encoder.close())

test('with the encoder a question is put to those that mean the same in other words, and one of another kind to none', async () => {
  const index = new GapIndex(encoder)
  index.replace(gaps)
  assert.deepEqual(await index.find('what is your age?'), { id: 'age', sure: false })
  assert.deepEqual(await index.find('How old are you?'), { id: 'age', sure: true })
  assert.equal(await index.find('Can I bring my dog to the tasting?'), null)
  index.add('dogs', 'Can I bring my dog to the tasting?')
  assert.equal((await index.find('are dogs allowed at the tasting'))?.id, 'dogs')
  encoder.close()
  // Without it everything goes on by words.
  assert.equal((await index.find('Do you repair espresso machines of another brand?'))?.id, 'repair')
})

test('by words alone other words are another question', async () => {
  const index = new GapIndex(null)
  index.replace(gaps)
  assert.equal(await index.find('what is your age?'), null)
  assert.deepEqual(await index.find('do you repair espresso machines of other brands'), {
    id: 'repair',
    sure: true,
  })
})
