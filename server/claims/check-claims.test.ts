import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkClaims } from './check-claims.ts'
import { Evidence } from './evidence.ts'

const now = new Date('2026-11-30T12:00:00Z')

/** What of the answer nobody gave. */
function amber(given: string, answer: string): string[] {
  const evidence = new Evidence([{ kind: 'passage', id: 'a', text: given }], now)
  return checkClaims(answer, evidence, now)
    .filter(({ support }) => support === null)
    .map(({ text }) => text)
}

test('the same value in another writing stands in the source', () => {
  const cases = [
    ['Delivery takes 3 to 5 business days.', 'Delivery takes 3–5 business days.'],
    ['The trial lasts two weeks.', 'The trial lasts 14 days.'],
    ['Shipping costs €4.90.', 'Shipping costs 4,90 EUR.'],
    ['Enterprise starts at $1.2k a month.', 'Enterprise starts at $1,200 a month.'],
    ['Late check-out until 1 pm.', 'Late check-out is possible until 13:00.'],
    ['The sale ends on 24 December 2026.', 'The sale ends on December 24th.'],
    ['Your parcel arrives on 2026-12-01.', 'Your parcel arrives tomorrow.'],
    ['Call us: +49 30 1234567', 'Please call 030 1234567.'],
    ['Returns are free of charge.', 'Returns cost nothing.'],
    ['Subscribers save 15%.', 'Subscribers save 15 percent.'],
  ] as const
  for (const [given, answer] of cases) assert.deepEqual(amber(given, answer), [], answer)
})

test('what nobody gave is found, by itself and beside what was given', () => {
  assert.deepEqual(amber('Delivery takes 3 to 5 business days.', 'Delivery takes 3 to 7 business days.'), [
    '3 to 7 business days',
  ])
  assert.deepEqual(amber('The sale ends on 24 December.', 'The sale ends on 26 December.'), ['26 December'])
  assert.deepEqual(amber('The sale ends on 24 December.', 'The sale ends on 54 December.'), ['54 December'])
  assert.deepEqual(amber('Returns cost €5.', 'Returns are always free.'), ['always', 'free'])
  assert.deepEqual(amber('Write to help@shop.example.', 'Write to care@shop.example.'), ['care@shop.example'])
  assert.deepEqual(amber('Order NW-12345 was sent.', 'Order NW-12354 was sent.'), ['NW-12354'])
  assert.deepEqual(amber('The plan costs $49.', 'The plan costs €49.'), ['€49'])
})

test('a value of one thing does not stand for another', () => {
  const given = 'An extra bed in the family room is 25 EUR per night.\nBreakfast costs 18 EUR.'
  assert.deepEqual(amber(given, 'An extra bed in the family room is 18 EUR per night.'), ['18 EUR'])
})

test('a sentence that says two things is read part by part', () => {
  const given = 'Invoice AB-123 over €50.70 is due on 2 May 2026. A reminder costs €9.'
  assert.deepEqual(
    amber(given, 'Please pay invoice AB-123, €50.70, by 2 May 2026; with a reminder it is €9 more.'),
    [],
  )
})

test('what is promised of one thing is not promised of its neighbour', () => {
  const given = 'Gift cards are sent free of charge. They are valid for three years.'
  assert.deepEqual(amber(given, 'Gift cards come free of charge.'), [])
  assert.deepEqual(amber(given, 'They are valid for three years. Renewal is free of charge.'), ['free of charge'])
})

test('numbers of steps, courtesies and rates are no claims', () => {
  const answer =
    'Feel free to write, I am always here. Do this:\n1. Open the lid.\n2. Step 3 follows. Your files are safe with us a day later.'
  assert.deepEqual(amber('', answer), [])
})

test('each claim says where it stands', () => {
  const evidence = new Evidence([{ kind: 'correction', id: 'c', text: 'The warranty is 3 years.' }], now)
  const [claim] = checkClaims('Good news. The warranty is three years.', evidence, now)
  assert.deepEqual(claim?.support, { kind: 'correction', id: 'c', sentence: 'The warranty is 3 years.' })
  assert.equal('Good news. The warranty is three years.'.slice(claim.at, claim.end), 'three years')
})
