/** At most so many characters of a text, and no part of a sign: no half emoji, no letter without its accent, no half flag. */
export const startOf = (text: string, most: number): string => text.slice(0, boundaryBefore(text, most))

/** The same with a sign where something was left out. */
export const shortened = (text: string, most: number): string =>
  text.length <= most ? text : `${startOf(text, most - 1)}…`

/** The last place, at or before this one, where a text can be cut. */
export function boundaryBefore(text: string, most: number): number {
  if (text.length <= most) return text.length
  if (most <= 0) return 0
  if (!Intl.Segmenter) return betweenCodePoints(text, most)
  // Between two plain signs nothing can be torn, so only what follows the last such place has to be read.
  let from = most
  while (from > 0 && most - from < farthest && !(isPlain(text, from - 1) && isPlain(text, from))) from--
  if (from === most) return most
  from = betweenCodePoints(text, from)
  let end = from
  for (const { index, segment } of graphemes().segment(text.slice(from, most + farthest))) {
    if (from + index + segment.length > most) break
    end = from + index + segment.length
  }
  // One sign that is longer than what is read of it is cut between its code points.
  return end > from || most - from < farthest ? end : betweenCodePoints(text, most)
}

const farthest = 256

const isPlain = (text: string, at: number) => {
  const code = text.charCodeAt(at)
  return code >= 0x20 && code < 0x7f
}

const betweenCodePoints = (text: string, at: number) => {
  const code = text.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at
}

let segmenter: Intl.Segmenter | undefined
const graphemes = () => (segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' }))
