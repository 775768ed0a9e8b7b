import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CheckedClaim } from '../../protocol/agents/claims.ts'
import { carryClaims, markClaims } from './claim-marks.ts'

const claim = (text: string, said: string, support: CheckedClaim['support'] = null): CheckedClaim => ({
  kind: 'figure',
  at: text.indexOf(said),
  end: text.indexOf(said) + said.length,
  support,
})

test('each claim is marked where it stands, amber where nothing supports it', () => {
  const text = 'It costs 49 euros for 3 days.'
  const claims = [claim(text, '49 euros'), claim(text, '3 days', { kind: 'passage', id: 'a' })]
  assert.equal(
    markClaims(carryClaims(text, claims), claims).replaceAll(/ title="[^"]*"/g, ''),
    'It costs <mark class="claim claim-amber">49 euros</mark> for <mark class="claim">3 days</mark>.',
  )
})

test('a claim inside a tag leaves the tag as it was', () => {
  const html = '<a href="/\uE0000\uE00149\uE002">49</a>'
  assert.equal(markClaims(html, []), '<a href="/49">49</a>')
})

test('private characters of the model are no marks', () => {
  assert.equal(markClaims(carryClaims('a \uE0000\uE001 b \uE002', []), []), 'a \uFFFD0\uFFFD b \uFFFD')
})
