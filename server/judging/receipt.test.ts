import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readReceipt } from './receipt.ts'

const reply = (text: string, more: { human?: boolean; title?: string } = {}) => ({
  text,
  human: more.human ?? false,
  sources: more.title ? [{ id: 'article-1', title: more.title, url: null }] : [],
})
const shipping = 'I am sorry for the trouble. Parcels take three to five days. Could you tell me your order number?'

test('what was asked and is in the reply is followed, with the sentence that shows it', () => {
  assert.deepEqual(readReceipt('ask for the order number', reply(shipping)), {
    receipt: 'followed',
    sentence: 'Could you tell me your order number?',
  })
  assert.deepEqual(readReceipt('say sorry', reply(shipping)), {
    receipt: 'followed',
    sentence: 'I am sorry for the trouble.',
  })
  assert.deepEqual(readReceipt('tell them that parcels take three to five days', reply(shipping)), {
    receipt: 'followed',
    sentence: 'Parcels take three to five days.',
  })
  assert.equal(readReceipt('escalate', reply('I will get somebody.', { human: true })).receipt, 'followed')
  assert.equal(
    readReceipt('point them to the shipping article', reply('Parcels take days.', { title: 'Shipping' })).receipt,
    'followed',
  )
})

test('what is not in the reply is ignored', () => {
  for (const whisper of [
    'offer a refund',
    'ask for the phone number of the neighbour',
    'mention the summer sale',
    'escalate',
    'thank them for the photos',
  ]) {
    assert.deepEqual(readReceipt(whisper, reply(shipping)), { receipt: 'ignored', sentence: '' }, whisper)
  }
})

test('half of what was asked is partly', () => {
  assert.deepEqual(readReceipt('say sorry and offer a refund', reply(shipping)), {
    receipt: 'partly',
    sentence: 'I am sorry for the trouble.',
  })
  assert.equal(readReceipt('tell them that parcels to islands take ten days', reply(shipping)).receipt, 'partly')
  assert.deepEqual(
    readReceipt('ask for the order number', reply('Your order number is in the mail.')),
    { receipt: 'partly', sentence: 'Your order number is in the mail.' },
    'stated and not asked',
  )
})

test('what must not be said is ignored by saying it, and brevity by length', () => {
  assert.deepEqual(readReceipt("don't mention the order number", reply(shipping)), {
    receipt: 'ignored',
    sentence: 'Could you tell me your order number?',
  })
  assert.equal(readReceipt("don't mention the refund", reply(shipping)).receipt, 'followed')
  assert.deepEqual(
    ['One.', 'One. Two. Three.', 'One. Two. Three. Four.'].map(
      (text) => readReceipt('keep it short', reply(text)).receipt,
    ),
    ['followed', 'partly', 'ignored'],
  )
})
