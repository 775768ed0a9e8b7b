import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { mask } from './mask.ts'

const masked: Record<string, string> = {
  'My card is 4111 1111 1111 1111, exp 04/29': 'My card is [card ••11], exp 04/29',
  '4111111111111111': '[card ••11]',
  '5500-0000-0000-0004.': '[card ••04].',
  'amex 378282246310005 please': 'amex [card ••05] please',
  'amex 3782 822463 10005': 'amex [card ••05]',
  'order 4242424242424242': 'order [card ••42]',
  'write to jane.doe+shop@mail.example.co.uk!': 'write to [email]!',
  '<Jürgen@müller.de>, thanks': '<[email]>, thanks',
  "o'neil@example.org": '[email]',
  'call +49 170 1234567': 'call [phone ••67]',
  'call me at 5550132': 'call me at [phone ••32]',
  '+1 (415) 555-0132': '[phone ••32]',
  '(415) 555-0132 after six': '[phone ••32] after six',
  '415-555-0132 or 415.555.0199': '[phone ••32] or [phone ••99]',
  'Tel. 030 12345678': 'Tel. [phone ••78]',
  '0170/1234567': '[phone ••67]',
  '0044 20 7946 0958': '[phone ••58]',
  'my phone is 020 7946 0958, mail a@b.io': 'my phone is [phone ••58], mail [email]',
}

for (const [text, wanted] of Object.entries(masked)) test(`masked: ${text}`, () => assert.equal(mask(text), wanted))

const left = [
  '#4411222233334444 has not arrived',
  'order #4111111111111112',
  'Order number 1029384756',
  'order no. 0123456789',
  'tracking 00340434161094042557',
  'invoice 2026-0001234',
  '2026-11-23',
  '23.11.2026 14:30',
  '11/23/2026',
  '20261123',
  'on 2026-11-23 10:15:00',
  'It cost 1,299.00 and then 1.299,00',
  '$1234567',
  '1234567 euros',
  '12 345 678 €',
  'version 10.15.7.1234',
  'at 192.168.100.200',
  'I have 1000000 points',
  '4411 2222 3333 4444',
  'me @ home',
  'a@b',
  'the 2019-2024 model',
  'between 10:30-11:45',
  '250 250 250 grams',
  'ISBN 978-3-16-148410-0',
  'A1234567890',
  '[card ••42] and [email] and [phone ••78]',
]

for (const text of left) test(`left alone: ${text}`, () => assert.equal(mask(text), text))

test('masking twice is masking once, and no text is too odd for it', () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom(...Object.keys(masked), ...left),
    fc.string({ unit: fc.constantFrom(...'0123456789 +-().@#/a'), maxLength: 40 }),
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
      const once = mask(parts.join(' '))
      assert.equal(mask(once), once)
    }),
  )
})

test('a card number with every digit of its own is found wherever it stands in a sentence', () => {
  const card = fc
    .tuple(
      fc.constantFrom('4', '51', '37', '6011'),
      fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 14, maxLength: 14 }),
    )
    .map(([start, rest]) => withCheck((start + rest).slice(0, 15)))
  fc.assert(
    fc.property(card, fc.constantFrom('', 'card: ', 'it is ', 'Visa '), (number, before) =>
      assert.equal(mask(`${before}${number}, ok?`), `${before}[card ••${number.slice(-2)}], ok?`),
    ),
  )
})

/** The digit that makes the sum right. */
function withCheck(digits: string): string {
  const sum = [...digits]
    .reverse()
    .reduce(
      (sum, digit, place) => sum + (place % 2 ? Number(digit) : Number(digit) * 2 - (Number(digit) > 4 ? 9 : 0)),
      0,
    )
  return `${digits}${(10 - (sum % 10)) % 10}`
}

test('ten thousand characters that almost match are read at once', () => {
  for (const text of [
    '1 '.repeat(5000),
    'a.'.repeat(5000),
    `${'a'.repeat(9000)}@`,
    '('.repeat(10_000),
    '1-'.repeat(5000),
    'a@a.'.repeat(2500),
  ]) {
    // Processor time: what else the machine does makes no difference.
    const began = process.threadCpuUsage()
    mask(text)
    assert.ok(process.threadCpuUsage(began).user < 1_000_000, text.slice(0, 10))
  }
})
