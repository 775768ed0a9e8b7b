import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accentFrom } from './accent.ts'

test('the writing on an accent is the one that is easier to read', () => {
  assert.equal(accentFrom('#3d5afe').writing, '#ffffff')
  assert.equal(accentFrom('#000').writing, '#ffffff')
  assert.equal(accentFrom('#ffd400').writing, '#14161c')
  assert.equal(accentFrom('#FFF').writing, '#14161c')
})

test('what is no colour we can reckon with becomes ours', () => {
  for (const wanted of [undefined, 'red', '#12345', 'url(x)', '#3d5afe; color: red'])
    assert.equal(accentFrom(wanted).colour, '#3d5afe')
})
