import assert from 'node:assert/strict'
import { test } from 'node:test'
import { personalIn, saysTheSame } from './personal.ts'

const kinds = (text: string, known: string[] = []) =>
  personalIn(text, known).map(({ kind, found }) => [kind, found])

test('what tells of whom a text is, is found and named', () => {
  assert.deepEqual(kinds('Mail me at jane.doe+x@shop.example please'), [['email', 'jane.doe+x@shop.example']])
  assert.deepEqual(kinds('Where is order #4711?'), [['reference', '4711']])
  assert.deepEqual(kinds('Where is my parcel JD-0149-22?'), [['reference', 'JD-0149-22']])
  assert.deepEqual(kinds('call +49 (170) 123-4567'), [['number', '+49 (170) 123-4567']])
  assert.deepEqual(kinds('My name is Jane Miller, where is it?'), [['name', 'Jane Miller']])
  assert.deepEqual(kinds('Ich heiße Jürgen und suche etwas'), [['name', 'Jürgen']])
  assert.deepEqual(kinds('is it for quillfeather?', ['Jane Quillfeather', 'j@quillfeather.example']), [
    ['name', 'quillfeather'],
  ])
  assert.deepEqual(kinds('can you ask Peter Pan again'), [['name', 'Peter Pan']])
})

test('what anybody might ask is nobody’s', () => {
  for (const text of [
    'How long does shipping take?',
    'Do you ship to Norway in 2026?',
    'Which island do the Zorblax beans grow on?',
    'Is the 250 g bag cheaper?',
    'I am looking for a grinder',
    'How do I cancel an order?',
    '',
  ])
    assert.deepEqual(kinds(text), [], text)
})

test('the same words are the same, however they are written', () => {
  assert.ok(saysTheSame('Where is it?!', '  where IS it'))
  assert.ok(!saysTheSame('Where is it?', 'Where is that?'))
})
