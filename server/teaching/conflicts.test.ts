import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contradiction } from './conflicts.ts'

const clashing: [string, string, RegExp][] = [
  ['Offer a discount on grinders', "Don't offer discounts on grinders", /not to/],
  ['Mention the loyalty program', 'Never mention the loyalty program', /not to/],
  ['Give 10% off the first order', 'Give 15 % off the first order', /numbers/],
  ['Tell them shipping to Norway takes three days', 'Shipping to Norway takes 5 days', /numbers/],
  ['The workshop is closed on Monday', 'The workshop is closed on Tuesday', /dates/],
  ['Keep a formal tone with this customer', 'Keep a casual tone with this customer', /formal/],
]
for (const [one, other, why] of clashing) {
  test(`“${one}” and “${other}” are flagged, whichever was first`, () => {
    assert.match(contradiction(one, other) ?? 'no conflict', why)
    assert.ok(contradiction(other, one))
  })
}

const atPeace: [string, string][] = [
  ['Offer a discount on grinders', 'Never mention the loyalty program'],
  ['Shipping to Norway takes three days', 'Shipping to Norway takes 3 days'],
  ['Ask for the order number', 'Ask for the order number'],
  ["Don't mention competitors", 'Never talk about competitors'],
  ['Refunds take 5 days', 'The warranty of grinders is 2 years'],
  ['Be gentle', 'Keep it short'],
]
for (const [one, other] of atPeace)
  test(`“${one}” and “${other}” can both hold`, () => assert.equal(contradiction(one, other), null))
