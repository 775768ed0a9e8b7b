import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isQuestion } from './question.ts'

test('what somebody could answer is a question, with a question mark or without', () => {
  for (const text of [
    'Do you repair espresso machines of other brands?',
    'my grinder leaks oil',
    'How long does it take?',
    'are you open on sundays',
    'refund??',
    'Wo ist meine Bestellung?',
    'This is ridiculous, where is my parcel?!',
  ])
    assert.ok(isQuestion(text), text)
})

test('insults, small talk and moods are none', () => {
  for (const text of [
    'This is ridiculous',
    'hello',
    'thanks!',
    'You people are useless',
    'Are you kidding me?!',
    'wtf',
    'what the hell is wrong with you',
    'I hate this so much',
    'omg',
    '???',
    'you are a joke',
    'That is not what I asked',
    'ok',
    '🙄',
  ])
    assert.ok(!isQuestion(text), text)
})
