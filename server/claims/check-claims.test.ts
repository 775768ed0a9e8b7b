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
  assert.deepEqual(amber(given, 'An extra bed in the family room is 18 EUR per night.'), ['18 EUR per night'])
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

/** What was given, what was answered from it, and what of that nobody gave. */
const written: [string, string, string[]][] = [
  ['The plan costs $49 a month.', 'The plan is 49 a month.', []],
  ['The plan costs $49 a month.', 'The plan is $49 a year.', ['$49 a year']],
  ['The plan costs $49 a month.', 'The plan is $49 monthly.', []],
  ['The plan costs $49/month.', 'The plan is 49 $ per month.', []],
  [
    'Returns are accepted within 14 days of delivery.',
    'Sie können die Ware innerhalb von 14 Tagen nach der Lieferung zurückgeben.',
    [],
  ],
  [
    'Returns are accepted within 14 days of delivery.',
    'Sie können die Ware innerhalb von zwei Wochen nach der Lieferung zurückgeben.',
    [],
  ],
  [
    'Returns are accepted within 14 days of delivery.',
    'Sie können die Ware innerhalb von 30 Tagen nach der Lieferung zurückgeben.',
    ['30 Tagen'],
  ],
  [
    'Shipping costs €4.90 and is free from €40.',
    'Der Versand kostet 4,90 € und ist ab 40 Euro kostenlos für Sie.',
    [],
  ],
  [
    'Shipping costs €4.90 and is free from €40.',
    'El envío cuesta 4,90 euros y es gratis a partir de 40 euros para usted.',
    [],
  ],
  [
    'Shipping costs €4.90.',
    'Der Versand ist für Sie immer kostenlos und das ist garantiert.',
    ['immer', 'kostenlos', 'garantiert'],
  ],
  ['One bag holds 250 g of coffee.', 'One bag of coffee holds 250 kg.', ['250 kg']],
  ['One bag holds 250 g of coffee.', 'One bag of coffee holds 0.25 kg.', []],
  ['Luggage: 23 kg.', 'You may take 23 kilograms of luggage.', []],
  ['The deposit is €25.', 'The deposit is twenty-five euros.', []],
  ['The deposit is €25.', 'The deposit is twenty-six euros.', ['twenty-six euros']],
  ['A lesson takes half an hour.', 'A lesson takes 30 minutes.', []],
  ['A lesson takes 90 minutes.', 'A lesson takes 1.5 hours.', []],
  ['We are open from 9:00 to 17:00, Monday to Friday.', 'We are open from 9 to 5, Mon–Fri.', []],
  ['We are open from 9:00 to 17:00, Monday to Friday.', 'We are open on Wednesday from 9 am to 5 pm.', []],
  [
    'We are open from 9:00 to 17:00, Monday to Friday.',
    'We are open from 9 am to 5 pm, Monday to Saturday.',
    ['Monday to Saturday'],
  ],
  ['We are open from 9:00 to 17:00, Mon-Fri.', 'We are open on Sundays from 9 am to 5 pm.', ['Sundays']],
  [
    'We are open from 9:00 to 17:00, Mon-Fri.',
    'Wir haben montags bis freitags von 9 Uhr bis 17 Uhr für Sie geöffnet.',
    [],
  ],
  ['Delivery on 3 December 2026.', 'Your delivery comes in 3 days.', []],
  ['Delivery on 3 December 2026.', 'Your delivery comes in 4 days.', ['4 days']],
  ['Delivery on 3 December 2026.', 'Ihre Lieferung kommt am 3. Dezember 2026.', []],
  ['Delivery on 3 December 2026.', 'La entrega es el 4 de diciembre de 2026.', ['4 de diciembre de 2026']],
  ['The new rates hold from March 2027.', 'The new rates hold from April 2027.', ['April 2027']],
  ['The new rates hold from March 2027.', 'The new rates hold from March 2027.', []],
  ['Call (415) 555-2671.', 'Please call 415-555-2671.', []],
  ['Call (415) 555-2671.', 'Please call 415-555-2672.', ['415-555-2672']],
  ['Delivery takes 3 to 5 days.', 'We offer same-day delivery.', ['same-day']],
  ['We offer next-day delivery.', 'Delivery is next day.', []],
  ['The fee is 200 SEK.', 'The fee is 200 kr.', []],
  ['The fee is 200 SEK.', 'The fee is 200 NZD.', ['200 NZD']],
  ['10 to 20 % of the price is kept.', 'We keep 10–20% of the price.', []],
  ['Speed: 50 Mbit/s.', 'The speed is 50 Gbit/s.', ['50 Gbit/s']],
  ['The bike has a warranty of 2 years.', 'Your bike is covered by a lifetime warranty.', ['lifetime']],
  ['The hotel is 3 km from the beach.', 'The hotel is 3 miles from the beach.', ['3 miles']],
  ['Your order arrives on Friday.', 'Your order arrives on 4 December.', []],
  ['He sat 3 times in the sun.', 'He sat 3 times in the sun.', []],
  ['Ask us.', 'Guten Morgen, wie kann ich Ihnen helfen? Das ist am Morgen.', []],
  ['Tickets cost 12 euros, children pay half.', 'A ticket is €12.', []],
  ['Membership is 20 euros per month or 200 euros per year.', 'A membership is 200 euros a year.', []],
  ['Membership is 20 euros per month.', 'A membership is 20 euros a week.', ['20 euros a week']],
  ['Support answers within 24 hours.', 'Support answers within one day.', []],
  ['Support answers within 24 hours.', 'You may get an answer in May.', []],
]

test('values are read in every usual writing, with their unit, in each language of the widget', () => {
  for (const [given, answer, wanted] of written)
    assert.deepEqual(amber(given, answer), wanted, `${given} → ${answer}`)
})
