import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { eventTypes } from '../protocol/events.ts'
import { staleDocs } from './docs.ts'

test('the documentation says what the code says', () => {
  assert.deepEqual(
    staleDocs().map(({ path }) => path),
    [],
    'run "npm run docs"',
  )
})

test('every event has its place in the documentation', () => {
  const page = readFileSync(new URL('../docs/events.md', import.meta.url), 'utf8')
  for (const type of eventTypes) assert.ok(page.includes(`\n### ${type}\n`), type)
})
