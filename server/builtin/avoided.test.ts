import assert from 'node:assert/strict'
import { test } from 'node:test'
import { termsOf } from '../knowledge/words.ts'
import { Avoided } from './avoided.ts'

test('what is to be avoided is the thing, and not every word of its name', () => {
  const avoided = new Avoided(['a date for a delivery', 'discounts or refunds'])
  assert.equal(avoided.forbids(termsOf('Delivery takes two days.')), false)
  assert.equal(avoided.forbids(termsOf('The delivery date is Monday.')), true)
  assert.equal(avoided.forbids(termsOf('A refund takes a week.')), true)
  assert.equal(new Avoided(['the small grinder']).forbids(termsOf('The large grinder is quiet.')), false)
})
