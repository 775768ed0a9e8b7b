import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isFragment, wantedBy, withoutManners } from './asked.ts'

test('what a question wants to hear', () => {
  const asked: [string, string][] = [
    ['How much is the Pro plan?', 'price'],
    ['what would that set me back', 'price'],
    ['How long does it take?', 'time'],
    ['Until when are you open on Thursdays?', 'time'],
    ['Where do I find my invoice?', 'place'],
    ['How many cups does one bag make?', 'amount'],
    ['How old must I be?', 'age'],
    ['What is your phone number?', 'phone'],
    ['Is there a fee for closing the account?', 'yesno'],
    ['I want a referral. Can I order it by phone?', 'yesno'],
    ['What do I need to open an account?', 'other'],
    ['How do I pause my subscription?', 'steps'],
    ['ok cool, and how much is shipping?', 'price'],
  ]
  for (const [question, wanted] of asked) assert.equal(wantedBy(question), wanted, question)
})

test('a fragment says little without the question before it', () => {
  for (const question of [
    'and in Paris?',
    'and Switzerland?',
    'how much does that cost?',
    'per week?',
    'what about it',
  ])
    assert.equal(isFragment(question), true, question)
  for (const question of [
    'How much is the Duo plan?',
    'Is it possible to pay by card?',
    'How do I delete my account?',
    'thanks! one more: which iOS version do I need?',
    'What if it rains on the tour day?',
  ])
    assert.equal(isFragment(question), false, question)
})

test('greetings and thanks before a question are not part of it', () => {
  assert.equal(withoutManners('ok thanks! one more thing: where are you?'), 'where are you?')
  assert.equal(withoutManners('thanks'), 'thanks')
})
