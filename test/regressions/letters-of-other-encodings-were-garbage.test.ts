import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Unreadable } from '../../server/knowledge/sources/formats/extracted.ts'
import { decode } from '../../server/knowledge/sources/formats/decode.ts'

/** The text in an encoding of one byte a letter. */
function inSingleBytes(encoding: string, text: string): Uint8Array {
  const decoder = new TextDecoder(encoding)
  const bytes = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]))
  return Uint8Array.from([...text].map((letter) => bytes.get(letter)!))
}

const letters = {
  'windows-1251': 'Возврат денег занимает пять рабочих дней. Напишите нам.',
  'koi8-r': 'Возврат возможен в течение тридцати дней после доставки.',
  'windows-1252': 'Die Rückgabe ist innerhalb von 30 Tagen möglich. Öffnungszeiten: 9–17 Uhr.',
  'windows-1253': 'Η επιστροφή είναι δυνατή εντός τριάντα ημερών από την παράδοση.',
  'windows-1255': 'ניתן להחזיר את המוצר תוך שלושים יום מיום הקנייה.',
  'windows-1256': 'يمكن إرجاع المنتج خلال ثلاثين يوما من الشراء.',
  'iso-8859-2': 'Zwrot jest możliwy w ciągu trzydziestu dni. Wysyłka następuje łącznie.',
  macintosh: 'Die Rückgabe ist in dreißig Tagen möglich, außer für Geöffnetes.',
}

for (const [encoding, text] of Object.entries(letters))
  test(`letters in ${encoding} are read without being told the encoding`, () => {
    assert.equal(decode(inSingleBytes(encoding, text)), text)
  })

test('a table that Excel saved in China is read', () => {
  const bytes = Buffer.from('zsrM4ixTsLgKzcu/7tDo0qq24L7DLM3Lv+7Q6NKqzuW49rmk1/fI1Qo=', 'base64')
  assert.match(decode(bytes), /退款需要多久,退款需要五个工作日/)
})

test('Japanese of two older encodings, and UTF-16 without its mark, are read', () => {
  const shiftJis = Buffer.from('lZSL4ILNjU+JY4vGk/qCyYLIguiC3IK3gUKCssJBl42Ctq2Cqw==', 'base64')
  assert.doesNotThrow(() => decode(shiftJis))
  const text = 'Refunds take five working days. Write to us.'
  assert.equal(decode(Buffer.from(text, 'utf16le')), text)
  assert.equal(decode(Buffer.from(text, 'utf16le').swap16()), text)
})

test('UTF-8 is UTF-8, whatever is declared, and stays it with one broken byte', () => {
  const text = 'Rückgabe, möglich, größer, Öffnung, schön, für, Straße, Äpfel, Übersicht, Maß, früh, Tür. '.repeat(
    3,
  )
  assert.equal(decode(Buffer.from(text), 'iso-8859-1'), text)
  const cut = Buffer.concat([Buffer.from(text), Buffer.from([0xc3])])
  assert.equal(decode(cut), `${text}\ufffd`)
})

test('letters that nobody can tell are refused with a sentence and not answered from', () => {
  const noise = Uint8Array.from({ length: 400 }, (_, index) => 0xa0 + ((index * 37) % 95))
  assert.throws(() => decode(noise), Unreadable)
})
