/** Numbers as people write them: "1,200", "1.200,50", "3.5k", "fourteen", "a", "half an". */

const small =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'
const tens = { thirty: 30, forty: 40, fifty: 50, sixty: 60, seventy: 70, eighty: 80, ninety: 90, hundred: 100 }

const words = new Map<string, number>([
  ...small.split(' ').map((word, value): [string, number] => [word, value]),
  ...Object.entries(tens),
  ['a', 1],
  ['an', 1],
  ['half a', 0.5],
  ['half an', 0.5],
  ['dozen', 12],
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
