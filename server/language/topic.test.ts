import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Passage } from '../knowledge/search.ts'
import { readTopic } from './topic.ts'

const passage = (title: string, score: number): Passage => ({
  id: `${title}-0`,
  articleId: title,
  title,
  url: null,
  heading: '',
  text: '',
  around: '',
  score,
})
const said = (...texts: string[]) => texts.map((text) => ({ text }))

test('nothing is a topic until something is said', () => {
  for (const text of ['hi', 'Hello there!', 'thanks', 'can I talk to a human?', '??', '🙂', '42'])
    assert.equal(readTopic(said(text), []), null, text)
})

test('the article that fits names the topic, as a short title', () => {
  const topics: [string, string][] = [
    ['Refunds and returns', 'Refunds and Returns'],
    ['How do I change my delivery address?', 'Change Delivery Address'],
    ['Payment methods: cards, PayPal, transfer', 'Payment Methods'],
    ['What happens when a parcel is lost on its way to you', 'Parcel Is Lost'],
  ]
  for (const [title, topic] of topics)
    assert.equal(readTopic(said('tell me about it, the parcel'), [passage(title, 0.8)]), topic)
})

test('without an article the strongest phrase names it', () => {
  assert.equal(
    readTopic(said('hi', 'my espresso machine leaks'), [passage('Refunds and returns', 0.2)]),
    'Espresso Machine Leaks',
  )
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
  assert.equal(
    readTopic(said('refund please', 'ok and the parcel?'), [shipping, refunds], 'Refunds and Returns'),
    'Refunds and Returns',
  )
  assert.equal(
    readTopic(
      said('refund please', 'how long is shipping to Norway'),
      [{ ...shipping, score: 1 }],
      'Refunds and Returns',
    ),
    'Shipping',
  )
})

test('a phrase is one that a colleague would write into a row', () => {
  const topics: [string, string][] = [
    ['hey, quick question - is there any way to export all my invoices as a pdf?', 'Export Invoices as PDF'],
    ["I can't log in to my account since yesterday's update", 'Cannot Log in to Account'],
    ["I've been waiting 3 weeks and my parcel has not arrived", 'Parcel Not Arrived'],
    ['Could you please tell me if the new version supports dark mode on iPhone?', 'Dark Mode on iPhone'],
    ["webhook isn't firing for deleted contacts", 'Webhook Not Firing'],
    ['The button on the checkout page is greyed out', 'Button on Checkout Page'],
    ['how do I sign up', 'Sign Up'],
    ['hello, I have a problem with my printer, it does not print anything anymore', 'Problem with Printer'],
    ['wo ist meine Bestellung?', 'Bestellung'],
    ["Je voudrais annuler mon abonnement s'il vous plaît", 'Annuler Abonnement'],
    ['My name is John Smith, john@smith.example, order 48213-77: I want to return the grinder', 'Return Grinder'],
  ]
  for (const [text, topic] of topics) assert.equal(readTopic(said(text), []), topic)
})

test('what people say of us, who they are and what is on their clipboard are no topics', () => {
  for (const text of [
    'This is ridiculous!!',
    'You people are the worst, I am done with this garbage',
    'fuck you',
    "you didn't answer my question",
    'yesterday it worked fine',
    'ABC-12345-XYZ',
    'https://shop.example/p/1?ref=a',
    'my name is John Smith',
    'hiiii',
  ]) {
    assert.equal(readTopic(said(text), []), null, text)
  }
})

test('a phrase stays until another one says clearly more', () => {
  const refund = said('refund?')
  assert.equal(readTopic(refund, []), 'Refund')
  assert.equal(readTopic([...refund, ...said('my card')], [], 'Refund'), 'Refund')
  assert.equal(
    readTopic([...refund, ...said('and the espresso machine leaks water')], [], 'Refund'),
    'Espresso Machine Leaks Water',
  )
})
