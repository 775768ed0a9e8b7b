import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CheckedClaim } from '../../protocol/agents/claims.ts'
import { carryClaims, piecesOf, withoutCarriers } from './claim-marks.ts'

const claim = (text: string, said: string): CheckedClaim => ({
  kind: 'figure',
  at: text.indexOf(said),
  end: text.indexOf(said) + said.length,
  support: null,
})

test('each claim is marked where it stands', () => {
  const text = 'It costs 49 euros for 3 days.'
  assert.deepEqual(piecesOf(carryClaims(text, [claim(text, '49 euros'), claim(text, '3 days')]), null), {
    pieces: [
      { text: 'It costs ', claim: null },
      { text: '49 euros', claim: 0 },
      { text: ' for ', claim: null },
      { text: '3 days', claim: 1 },
      { text: '.', claim: null },
    ],
    open: null,
  })
})

test('a claim goes on in the next text, and leaves an address as it was', () => {
  const { pieces, open } = piecesOf('for \uE0000\uE00149', null)
  assert.deepEqual([pieces[1], open], [{ text: '49', claim: 0 }, 0])
  assert.deepEqual(piecesOf(' euros\uE002', open), { pieces: [{ text: ' euros', claim: 0 }], open: null })
  assert.equal(withoutCarriers(new URL('https://a.example/\uE0000\uE00149\uE002').href), 'https://a.example/49')
})

test('private characters of the model are no marks', () => {
  assert.equal(carryClaims('a \uE0000\uE001 b \uE002', []), 'a \uFFFD0\uFFFD b \uFFFD')
})
