/** Shorter words are too easily one slip away from another word. */
export const shortestSlip = 5

/** Whether `typed` is `word` with two neighbouring letters swapped, one left out, or one too many; of long words, one may be another. */
export function isSlipOf(typed: string, word: string): boolean {
  const difference = typed.length - word.length
  if (Math.abs(difference) > 1 || typed === word) return false
  let start = 0
  while (start < typed.length && typed[start] === word[start]) start++
  const rest = (text: string, from: number) => text.slice(from)
  if (difference === 1) return rest(typed, start + 1) === rest(word, start)
  if (difference === -1) return rest(typed, start) === rest(word, start + 1)
  const swapped = typed[start] === word[start + 1] && typed[start + 1] === word[start]
  if (swapped && rest(typed, start + 2) === rest(word, start + 2)) return true
  return typed.length >= 7 && rest(typed, start + 1) === rest(word, start + 1)
}
