import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Passage } from '../knowledge/search.ts'
import { readTopic } from './topic.ts'

const passage = (title: string, score: number): Passage => ({ id: `${title}-0`, articleId: title, title, url: null, heading: '', text: '', around: '', score })
const said = (...texts: string[]) => texts.map((text) => ({ text }))

test('nothing is a topic until something is said', () => {
  for (const text of ['hi', 'Hello there!', 'thanks', 'can I talk to a human?', '??', '🙂', '42']) assert.equal(readTopic(said(text), []), null, text)
})

test('the article that fits names the topic, as a short title', () => {
  const topics: [string, string][] = [
    ['Refunds and returns', 'Refunds and Returns'],
    ['How do I change my delivery address?', 'Change Delivery Address'],
    ['Payment methods: cards, PayPal, transfer', 'Payment Methods'],
    ['What happens when a parcel is lost on its way to you', 'Parcel Is Lost'],
  ]
  for (const [title, topic] of topics) assert.equal(readTopic(said('tell me about it, the parcel'), [passage(title, 0.8)]), topic)
})

test('without an article the strongest phrase names it', () => {
  assert.equal(readTopic(said('hi', 'my espresso machine leaks'), [passage('Refunds and returns', 0.2)]), 'Espresso Machine Leaks')
  assert.equal(readTopic(said('do you have an android app?'), []), 'Android App')
})

test('a topic has room in a row, in scripts without spaces too', () => {
  assert.equal(readTopic(said('漢'.repeat(10_000)), []), `${'漢'.repeat(59)}…`)
  assert.equal(readTopic(said(`${'x'.repeat(58)}𠮷𠮷`), []), `X${'x'.repeat(57)}…`)
})

test('the topic holds through small talk and near misses, and changes when the subject does', () => {
  const refunds = passage('Refunds and returns', 0.7)
  const shipping = passage('Shipping', 0.72)
  assert.equal(readTopic(said('refund please', 'thanks'), [], 'Refunds and Returns'), 'Refunds and Returns')
  assert.equal(readTopic(said('refund please', 'ok and the parcel?'), [shipping, refunds], 'Refunds and Returns'), 'Refunds and Returns')
  assert.equal(readTopic(said('refund please', 'how long is shipping to Norway'), [{ ...shipping, score: 1 }], 'Refunds and Returns'), 'Shipping')
})
