import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tapsFor } from './taps.ts'

const yesNo = ['Yes', 'No']

for (const [answer, taps] of [
  ['Did you mean “When do you open?”?', yesNo],
  ['I do not know that. Would you like me to get a person from our team?', yesNo],
  ['Das weiß ich nicht. Soll ich jemanden aus unserem Team dazuholen?', yesNo],
  ['No lo sé. ¿Quiere que avise a una persona de nuestro equipo?', yesNo],
  ['Is this about “Grinder A”, or about “Grinder B”?', ['Grinder A', 'Grinder B']],
  ['Geht es um „Mühle A“ oder um „Mühle B“?', ['Mühle A', 'Mühle B']],
  ['¿Se trata de «Molino A» o de «Molino B»?', ['Molino A', 'Molino B']],
  ['What would you like to know about that?', []],
  ['Would you like tea? Tell me.', []],
  ['We ship in two days.', []],
  ['', []],
] as [string, string[]][])
  test(`"${answer}" can be answered with ${taps.length} taps`, () => assert.deepEqual(tapsFor(answer), taps))
