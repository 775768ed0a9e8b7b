/** Numbers as people write them: "1,200", "1.200,50", "3.5k", "fourteen", "twenty-five", "a", "half an", "vierzehn". */

const small =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'
const german =
  'null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig'
const spanish =
  'cero un dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte'
const tens = { twenty: 20, thirty: 30, forty: 40, fifty: 50, sixty: 60, seventy: 70, eighty: 80, ninety: 90 }

const counted = (words: string): [string, number][] =>
  words.split(' ').map((word, value): [string, number] => [word, value])

const words = new Map<string, number>([
  ...counted(german),
  // "Once" is English first.
  ...counted(spanish).filter(([, value]) => value !== 11),
  ...counted(small),
  ...Object.entries(tens),
  ...Object.entries(tens).flatMap(([ten, value]) =>
    counted(small)
      .slice(1, 10)
      .map(([one, more]): [string, number] => [`${ten}-${one}`, value + more]),
  ),
  ...['eine', 'einen', 'einem', 'einer', 'una', 'a', 'an'].map((one): [string, number] => [one, 1]),
  ['hundred', 100],
  ['half a', 0.5],
  ['half an', 0.5],
  ['eine halbe', 0.5],
  ['media', 0.5],
  ['dozen', 12],
  ['a dozen', 12],
  ['a couple of', 2],
])

/** For a regular expression: digits with their separators, and "k" or "m" behind them. */
export const digits = String.raw`\d{1,15}(?:[.,'’ \u00A0\u202F]\d{3}(?!\d)){0,5}(?:[.,]\d{1,4})?(?:[km]\b|\s?(?:million|thousand)\b)?`

/** For a regular expression: the words for numbers, longest first. */
export const numberWords = [...words.keys()].toSorted((a, b) => b.length - a.length).join('|')

/**
 * What the text may mean. "1.200" is twelve hundred to a German and a little more than one to an American, so there can be two values.
 * Nothing that is no number comes back as one.
 */
export function valuesOf(text: string): number[] {
  const word = words.get(text.toLowerCase().replace(/\s+/g, ' '))
  if (word !== undefined) return [word]
  const [, written = '', scale] = /^([\d.,'’\s]+?)\s?(k|m|million|thousand)?$/iu.exec(text.trim()) ?? []
  const compact = written.replace(/['’\s]/gu, '')
  const readings = new Set([american(compact), european(compact)])
  return [...readings].filter((value) => !Number.isNaN(value)).map((value) => value * factorOf(scale))
}

function american(text: string): number {
  return /^\d+(?:,\d{3})*(?:\.\d+)?$/u.test(text) ? Number(text.replaceAll(',', '')) : Number.NaN
}

function european(text: string): number {
  return /^\d+(?:\.\d{3})*(?:,\d+)?$/u.test(text) ? Number(text.replaceAll('.', '').replace(',', '.')) : Number.NaN
}

function factorOf(scale: string | undefined): number {
  if (!scale) return 1
  return scale.toLowerCase().startsWith('m') ? 1_000_000 : 1000
}
