import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fit } from './fuzzy.ts'

const best = (typed: string, texts: string[]) =>
  texts
    .map((text) => ({ text, fit: fit(typed, text) }))
    .filter(({ fit }) => fit !== null)
    .sort((a, b) => b.fit! - a.fit!)
    .map(({ text }) => text)
const screens = [
  'Live Feed',
  'Completed',
  'All tickets',
  'Assigned to me',
  'Articles',
  'Guidance',
  'Inbox Training',
  'Corrections',
  'Internal Docs',
  'Take Over Chat',
]

test('the letters must all be there, in their order', () => {
  assert.equal(fit('xyz', 'Live Feed'), null)
  assert.equal(fit('feedl', 'Live Feed'), null)
  assert.notEqual(fit('lvfd', 'Live Feed'), null)
  assert.notEqual(fit('', 'anything'), null)
})

test('what begins a word or stands together comes first', () => {
  assert.equal(best('tick', screens)[0], 'All tickets')
  assert.equal(best('toc', screens)[0], 'Take Over Chat')
  assert.equal(best('lf', screens)[0], 'Live Feed')
  assert.equal(best('it', screens)[0], 'Inbox Training')
  assert.equal(best('cor', screens)[0], 'Corrections')
})

test('accents and capitals do not matter', () => {
  assert.equal(best('jose', ['Joseph Ost', 'José'])[0], 'José')
  assert.equal(best('ZOE', ['Zoë Lang'])[0], 'Zoë Lang')
})
