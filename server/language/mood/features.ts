import { findCues } from './cues.ts'
import { unscrambled } from './spelling.ts'
import { type Feature, quoted } from './feature.ts'

/** Nobody's mood needs a novel to show, and reading must stay cheap whatever is pasted. */
const readable = 1000

/**
 * A message as features: words (`w:`), pairs of words (`p:`), pieces of words of 3 to 5 characters (`c:`), which see through misspelling and inflection, and
 * cues (`q:`). Each kind has the same length whatever the message has, so that a long one is no louder than a short one. `meaning`, if
 * there is one, is the message as the sentence encoder has it (`m:`).
 */
export function featuresOf(message: string, meaning?: Float32Array): Feature[] {
  const text = unscrambled(
    message
      .slice(0, readable)
      .normalize('NFKC')
      .replace(/[’‘`´]/g, "'"),
  )
  const words = wordsOf(text)
  const pieces = words.flatMap(inPieces)
  const vector = Array.from(meaning ?? [], (value, place) => ({ name: `m:${place}`, value, source: '' }))
  return [...unit(inWords(words), 1), ...unit(pieces, 0.5), ...findCues(text), ...vector]
}

/** Drawn-out letters shrink to two ("sooooo" is "soo"), all figures are alike, and signs that speak stay. */
function wordsOf(text: string): string[] {
  const plain = text
    .toLowerCase()
    .replace(/(\p{L})\1{2,}/gu, '$1$1')
    .replace(/\d/g, '0')
    .replace(/0{2,}/g, '00')
  return plain.match(/[\p{L}\p{M}\p{N}]+(?:'\p{L}+)*|\p{Extended_Pictographic}|[?!]+|\.{2,}|…/gu) ?? []
}

function inWords(words: string[]): Feature[] {
  const around = ['^', ...words, '$']
  return around.flatMap((word, index) => {
    const next = around[index + 1]
    const inside = index > 0 && next !== undefined
    return [
      ...(inside ? [{ name: `w:${word}`, value: 1, source: quoted(word) }] : []),
      ...(next === undefined ? [] : [{ name: `p:${word} ${next}`, value: 0.7, source: quoted(`${word} ${next}`) }]),
    ]
  })
}

const lengths = [3, 4, 5]

function inPieces(word: string): Feature[] {
  if (!/^\p{L}/u.test(word)) return []
  const source = quoted(word)
  const edged = ` ${word.slice(0, 40)} `
  return lengths.flatMap((length) =>
    Array.from({ length: Math.max(0, edged.length - length + 1) }, (_, start) => ({
      name: `c:${edged.slice(start, start + length)}`,
      value: 1,
      source,
    })),
  )
}

function unit(features: Feature[], length: number): Feature[] {
  const once = new Map<string, Feature>()
  for (const feature of features) if (!once.has(feature.name)) once.set(feature.name, feature)
  const kept = [...once.values()]
  const norm = Math.hypot(...kept.map(({ value }) => value)) || 1
  return kept.map((feature) => ({ ...feature, value: (feature.value / norm) * length }))
}
