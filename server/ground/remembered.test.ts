import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Remembered, remembered } from './remembered.ts'

test('what is still used is kept, however much comes in between', () => {
  const kept = new Remembered<{ of: string }>({ most: 3 })
  kept.set('mine', { of: 'mine' })
  for (let place = 0; place < 100; place++) {
    kept.set(`other ${place}`, { of: 'other' })
    assert.equal(kept.get('mine')?.of, 'mine')
  }
  assert.equal(kept.get('other 97'), undefined)
  assert.equal(kept.get('other 99')?.of, 'other')
})

test('long texts do not fill the memory', () => {
  const kept = new Remembered<{ of: number }>({ characters: 100 })
  for (let place = 0; place < 9; place++) kept.set(`${place}`.repeat(30), { of: place })
  const left = Array.from({ length: 9 }, (_, place) => kept.get(`${place}`.repeat(30))?.of)
  assert.deepEqual(
    left.filter((place) => place !== undefined),
    [6, 7, 8],
  )
  kept.set('8'.repeat(30), { of: 8 })
  assert.equal(kept.get('6'.repeat(30))?.of, 6, 'the same again takes no more room')
})

test('a text is read once', () => {
  const read: string[] = []
  const lengthOf = remembered((text) => {
    read.push(text)
    return { length: text.length }
  })
  assert.deepEqual([lengthOf('one').length, lengthOf('one').length, lengthOf('three').length], [3, 3, 5])
  assert.deepEqual(read, ['one', 'three'])
})
