import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FeedRow } from '../../protocol/frames.ts'
import { headingsOf } from './groups.ts'

const row = (angry: boolean) =>
  ({
    presence: 'active',
    control: { holder: 'ai' },
    escalation: null,
    humanRequestedAt: null,
    mood: { mood: angry ? 'angry' : 'neutral' },
    waitingSince: null,
    unsure: { length: 0 },
  }) as unknown as FeedRow
/** `!` needs a person, `.` is being answered, a space was not told of. */
function headings(list: string) {
  const ids = list.split('').map((sign, place) => (sign === ' ' ? undefined : `${place}`))
  const rows = new Map(ids.flatMap((id, place) => (id ? [[id, row(list[place] === '!')] as const] : [])))
  return [...headingsOf(ids, rows)]
}

test('one heading above who needs a person, one above who is being answered', () => {
  assert.deepEqual(headings('!!..'), [
    [0, 'Needs a person'],
    [2, 'Being answered'],
  ])
  assert.deepEqual(headings('!!'), [[0, 'Needs a person']])
  assert.deepEqual(headings('..'), [[0, 'Being answered']])
  assert.deepEqual(headings(''), [])
})

test('a list out of order has no third heading, and an unknown beginning of a group none', () => {
  assert.deepEqual(headings('!.!.'), [
    [0, 'Needs a person'],
    [1, 'Being answered'],
  ])
  assert.deepEqual(headings('  ..'), [])
})
