import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LocalDays } from './local-days.ts'

const at = (time: string) => Date.parse(time)
const starts = (zone: string, from: string, until: string) =>
  Array.from(new LocalDays({ zone, from: at(from), until: at(until) }), ({ start }) =>
    new Date(start).toISOString(),
  )

test('a day begins at midnight where the reader is, also where it has 23 or 25 hours', () => {
  assert.deepEqual(starts('Europe/Berlin', '2026-03-27T23:00Z', '2026-03-30T22:00Z'), [
    '2026-03-27T23:00:00.000Z',
    '2026-03-28T23:00:00.000Z',
    '2026-03-29T22:00:00.000Z',
  ])
  assert.deepEqual(starts('America/New_York', '2026-10-31T04:00Z', '2026-11-03T05:00Z'), [
    '2026-10-31T04:00:00.000Z',
    '2026-11-01T04:00:00.000Z',
    '2026-11-02T05:00:00.000Z',
  ])
  assert.equal(starts('Europe/Berlin', '2025-11-30T23:00Z', '2026-11-30T23:00Z').length, 365)
})

test('where midnight does not exist, the day begins when the clock is moved', () => {
  assert.deepEqual(starts('Africa/Cairo', '2026-04-22T22:00Z', '2026-04-25T21:00Z'), [
    '2026-04-22T22:00:00.000Z',
    '2026-04-23T22:00:00.000Z',
    '2026-04-24T21:00:00.000Z',
  ])
})

test('zones beside the whole hour, and one without summer time', () => {
  assert.deepEqual(starts('Asia/Kathmandu', '2026-03-28T18:15Z', '2026-03-30T18:15Z'), [
    '2026-03-28T18:15:00.000Z',
    '2026-03-29T18:15:00.000Z',
  ])
})
