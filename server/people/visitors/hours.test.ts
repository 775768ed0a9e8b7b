import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BusinessHours } from '../../../protocol/people/hours.ts'
import { opensAgain, spokenTime } from './hours.ts'

const nine = [{ from: '09:00', to: '17:00' }]
const hours = (changed: Partial<BusinessHours> = {}): BusinessHours => ({
  zone: 'Europe/Berlin',
  week: [nine, nine, nine, nine, nine, [], []],
  holidays: [],
  ...changed,
})
const opens = (kept: BusinessHours, now: string) => {
  const at = opensAgain(kept, Date.parse(now))
  return at === null ? null : new Date(at).toISOString()
}

test('within the hours, to the minute, the team is there', () => {
  // Tuesday, 1 December 2026; Berlin is an hour ahead.
  assert.equal(opens(hours(), '2026-12-01T07:59:59Z'), '2026-12-01T08:00:00.000Z')
  assert.equal(opens(hours(), '2026-12-01T08:00:00Z'), null)
  assert.equal(opens(hours(), '2026-12-01T15:59:59Z'), null)
  assert.equal(opens(hours(), '2026-12-01T16:00:00Z'), '2026-12-02T08:00:00.000Z')
  assert.equal(opensAgain(null, Date.now()), null)
})

test('weekends and holidays are passed over', () => {
  assert.equal(opens(hours(), '2026-12-04T18:00:00Z'), '2026-12-07T08:00:00.000Z')
  const closed = hours({ holidays: ['2026-12-07', '2026-12-08'] })
  assert.equal(opens(closed, '2026-12-04T18:00:00Z'), '2026-12-09T08:00:00.000Z')
})

test('a lunch break, a day without end, and the day there that is another one here', () => {
  const lunch = hours({
    week: Array.from({ length: 7 }, () => [
      { from: '13:00', to: '17:00' },
      { from: '09:00', to: '12:00' },
    ]),
  })
  assert.equal(opens(lunch, '2026-12-01T11:30:00Z'), '2026-12-01T12:00:00.000Z')
  const always = hours({ week: Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }]) })
  assert.equal(opens(always, '2026-12-01T22:59:59Z'), null)
  assert.equal(opens(always, '2026-12-01T23:00:00Z'), null)
  // Midnight of Monday here is one in the afternoon of Tuesday there.
  assert.equal(opens(hours({ zone: 'Pacific/Auckland' }), '2026-12-01T00:00:00Z'), null)
})

test('where the clock is moved the hours move with it', () => {
  // Sunday, 29 March 2026 is the change in Berlin.
  assert.equal(opens(hours(), '2026-03-27T18:00:00Z'), '2026-03-30T07:00:00.000Z')
  const night = hours({ week: Array.from({ length: 7 }, () => [{ from: '02:30', to: '04:00' }]) })
  assert.ok(opens(night, '2026-03-29T00:00:00Z')!.startsWith('2026-03-29T0'))
})

test('hours that never come promise nothing', () => {
  assert.equal(opens(hours({ week: [[], [], [], [], [], [], []] }), '2026-12-01T12:00:00Z'), null)
})

test('a time is spoken in the language of the visitor, with its zone', () => {
  const at = Date.parse('2026-12-07T08:00:00Z')
  assert.match(spokenTime(at, 'Europe/Berlin', 'en'), /Monday,? 7 December.* 09:00 (CET|GMT\+1)/)
  assert.match(spokenTime(at, 'Europe/Berlin', 'de'), /Montag, 7\. Dezember.* 09:00 MEZ/)
  assert.match(spokenTime(at, 'Europe/Berlin', 'es'), /lunes, 7 de diciembre.* 0?9:00/)
})
