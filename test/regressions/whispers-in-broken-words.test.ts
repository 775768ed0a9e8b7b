import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readReceipt } from '../../server/judging/receipt.ts'
import { readWhisper } from '../../server/language/whisper.ts'

const said = (whisper: string) =>
  readWhisper(whisper)
    .map((intent) => ('words' in intent ? intent.words : intent.kind))
    .join(' ')

test('a statement is said as it was typed, and in words for the visitor only where the grammar is certain', () => {
  assert.equal(said('tell her that her token can be renewed'), 'Your token can be renewed.')
  assert.equal(said('ask for her order number and email'), 'Could you tell me your order number and email?')
  assert.equal(
    said('we know about the bug, fix is coming today at 5pm, tell her'),
    'We know about the bug, fix is coming today at 5pm.',
  )
  assert.equal(
    said('The order was shipped this morning, tracking NW-12345'),
    'Our team says: “The order was shipped this morning, tracking NW-12345”',
  )
  assert.equal(said("that's wrong, the warranty is 3 years"), 'Our team says: “the warranty is 3 years”')
  assert.equal(said('it is 3 days, not 2'), 'Our team says: “it is 3 days”')
  assert.equal(said('she needs to come in person'), 'You need to come in person.')
  assert.equal(said('Her card is already blocked.'), 'Our team says: “Her card is already blocked.”')
})

test('what is no statement and no known wish is not said', () => {
  for (const whisper of [
    'try to keep them',
    'fraud suspected, stall',
    'check with billing and get back to me',
    'this customer is a troll',
  ])
    assert.doesNotMatch(said(whisper), /team says|troll|fraud/, whisper)
  assert.deepEqual(
    readWhisper("Don't recommend the small grinder, suggest the large one").map(({ kind }) => kind),
    ['avoid', 'offer'],
  )
  assert.equal(said('Acknowledge their frustration first'), 'soften')
})

test('a receipt says followed only of a sentence that says it, with its figures and its "not"', () => {
  const receipt = (whisper: string, text: string) =>
    readReceipt(whisper, { text, sources: [], human: false }).receipt
  assert.equal(receipt('tell them we ship on Monday', 'We ship on Monday.'), 'followed')
  assert.notEqual(receipt('tell them we ship on Monday', 'We do not ship on Monday.'), 'followed')
  assert.notEqual(receipt('tracking number is NW-12345', 'Your tracking number is NW-12354.'), 'followed')
  assert.equal(receipt('tracking number is NW-12345', 'Your tracking number is NW-12345.'), 'followed')
})
