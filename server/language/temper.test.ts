import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readMood } from './mood.ts'

const moodAfter = (...texts: string[]) =>
  readMood(texts.map((text, place) => ({ id: `message-${place}`, text }))).reading.mood

test('waiting, capitals, scorn and threats are heard over a whole conversation', () => {
  assert.equal(moodAfter('WHERE IS MY REFUND', 'its been 3 weeks!!!!!'), 'frustrated')
  assert.equal(moodAfter('wow another useless bot', 'great. just great.'), 'angry')
  assert.equal(moodAfter('I want my refund', 'if I do not get it today I will call my bank'), 'angry')
  assert.equal(moodAfter('you cancelled my course', 'give it back or I go to consumer protection'), 'angry')
})

test('a word without feeling moves nothing, and relief is relief', () => {
  assert.equal(moodAfter('can I pause my subscription', 'for two weeks'), 'neutral')
  assert.equal(moodAfter('want to return a chair', 'still in the box', 'where do I send it'), 'neutral')
  assert.equal(moodAfter('my parcel is late', 'oh it just arrived, thank you so much!'), 'happy')
  assert.equal(moodAfter('we have been customers for two years and love it'), 'happy')
})
