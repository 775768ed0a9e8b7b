import assert from 'node:assert/strict'
import { test } from 'node:test'
import { promisesPerson } from './promise.ts'

test('a reply that promises a person is heard, however it is put', () => {
  for (const reply of [
    'I will get a person from our team for you.',
    "I'll connect you with one of our specialists, a colleague of mine.",
    'Let me transfer you to a human agent.',
    'I am escalating this.',
    'I have forwarded this to our team.',
    'A colleague will call you back.',
    'Refunds take five days. Someone from our team will get back to you shortly.',
    'Our support team is going to follow up by email.',
    'Let’s see. I’ll loop in a manager.',
  ])
    assert.ok(promisesPerson(reply), reply)
})

test('an offer, a condition, a refusal or a fact promises nobody', () => {
  for (const reply of [
    'Would you like me to get a person from our team?',
    'I can get a person from our team, if you like.',
    'If that does not help, our team will answer your email.',
    'I cannot connect you to a person.',
    'You can talk to our team from nine to five.',
    'Please ask a person in the shop.',
    'I will send you the link to our article.',
    'Your parcel will reach you on Monday.',
    'I am an AI agent. A person from our team can step in at any time.',
  ])
    assert.ok(!promisesPerson(reply), reply)
})
