import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hold, movedCount, settle } from './order.ts'

test('the feed settles into the order that the server tells', () => {
  assert.deepEqual(settle(['a', 'b', 'c'], { offset: 0, ids: ['c', 'a'], total: 2 }), ['c', 'a'])
})

test('a row that moved into the window leaves its old place', () => {
  assert.deepEqual(settle(['a', 'b', 'c', 'd'], { offset: 0, ids: ['d', 'a'], total: 4 }), ['d', 'a', 'c', undefined])
})

test('while somebody points at the list no row moves, and a newcomer stands at the end', () => {
  const answer = { offset: 0, ids: ['new', 'c', 'a', 'b'], total: 4 }
  const shown = hold(['a', 'b', 'c'], answer)
  assert.equal(shown.filter(Boolean).join(), 'a,b,c,new')
  assert.equal(movedCount(shown, answer), 2)
})

test('a row that left stays where it was until the list may move', () => {
  const answer = { offset: 0, ids: ['a', 'c'], total: 2 }
  assert.deepEqual(hold(['a', 'b', 'c'], answer), ['a', 'b', 'c'])
  assert.equal(movedCount(['a', 'b', 'c'], answer), 1)
})

test('nothing moved when the order is the same', () => {
  assert.equal(movedCount(['a', 'b', 'c'], { offset: 0, ids: ['a', 'b', 'c'], total: 3 }), 0)
})

test('scrolling to a part that was never shown fills it, even while held', () => {
  assert.deepEqual(hold(['a', 'b'], { offset: 2, ids: ['c', 'd'], total: 5 }), ['a', 'b', 'c', 'd', undefined])
})
