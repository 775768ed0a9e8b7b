import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hold, movedCount, settle } from './order.ts'

const all = { from: 0, to: 99 }

test('the feed settles into the order that the server tells', () => {
  assert.deepEqual(settle({ offset: 0, ids: ['c', 'a'], total: 2 }), ['c', 'a'])
})

test('of places that the server does not tell of nothing is shown', () => {
  assert.deepEqual(settle({ offset: 1, ids: ['d', 'a'], total: 4 }), [undefined, 'd', 'a', undefined])
})

test('while somebody points at the list no row moves, and a newcomer stands at the end', () => {
  const answer = { offset: 0, ids: ['new', 'c', 'a', 'b'], total: 4 }
  const shown = hold(['a', 'b', 'c'], answer, all)
  assert.equal(shown.filter(Boolean).join(), 'a,b,c,new')
  assert.equal(movedCount(shown, answer), 2)
})

test('a row that left stays where it was until the list may move', () => {
  const answer = { offset: 0, ids: ['a', 'c'], total: 2 }
  assert.deepEqual(hold(['a', 'b', 'c'], answer, all), ['a', 'b', 'c'])
  assert.equal(movedCount(['a', 'b', 'c'], answer), 1)
})

test('nothing moved when the order is the same', () => {
  assert.equal(movedCount(['a', 'b', 'c'], { offset: 0, ids: ['a', 'b', 'c'], total: 3 }), 0)
})

test('scrolling to a part that was never shown fills it, even while held', () => {
  assert.deepEqual(hold(['a', 'b'], { offset: 2, ids: ['c', 'd'], total: 5 }, { from: 0, to: 2 }), [
    'a',
    'b',
    'c',
    'd',
    undefined,
  ])
})

test('only what is seen stands still: around it the rows take their places, and none stands twice', () => {
  assert.deepEqual(
    hold(['a', 'b', 'c', 'd'], { offset: 0, ids: ['d', 'c', 'e', 'f'], total: 9 }, { from: 1, to: 3 }).slice(0, 4),
    ['d', 'b', 'c', 'e'],
  )
})
