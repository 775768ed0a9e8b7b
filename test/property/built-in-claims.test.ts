import assert from 'node:assert/strict'
import { test } from 'node:test'
import { builtInClaims } from '../../bench/quality/built-in-claims.ts'

test('whatever the built-in answerer claims stands in what it was given', () => {
  const said = builtInClaims()
  for (const { question, text, claim, supported } of said)
    assert.ok(supported, `“${claim}” stands nowhere, in the answer to “${question}”: ${text}`)
  assert.ok(said.length > 400, `${said.length} claims are too few to prove anything`)
})
