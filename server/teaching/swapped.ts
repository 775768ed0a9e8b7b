import { askedTerms, standInsFor, wordsOf } from '../knowledge/words.ts'

/** So many words may differ, taken together, for one to have taken the place of another. With more, a question is put in other words. */
const mostSwapped = 3

/**
 * Whether a word of one question stands where the other has a different word: "connect" and "disconnect", "Berlin" and "Hamburg", 14 and 30 days. All else is the
 * same then, so that no nearness tells such questions apart.
 */
export function isSwapped(question: string, phrasing: string): boolean {
  if (isTurned(wordsOf(question), wordsOf(phrasing))) return true
  const [asked, known] = [askedTerms(question), askedTerms(phrasing)]
  const left = unmet(asked, known)
  const right = unmet(known, asked)
  return left.length > 0 && right.length > 0 && left.length + right.length <= mostSwapped
}

const opposites = [
  ['before', 'after'],
  ['on', 'off'],
  ['in', 'out'],
  ['with', 'without'],
  ['to', 'from'],
  ['over', 'under'],
  ['up', 'down'],
] as const

/** The same in the other direction. */
function isTurned(a: string[], b: string[]): boolean {
  const only = (words: string[], one: string, other: string) => words.includes(one) && !words.includes(other)
  return opposites.some(
    ([one, other]) => (only(a, one, other) && only(b, other, one)) || (only(a, other, one) && only(b, one, other)),
  )
}

/** Any of them stands for any other: "Do you take PayPal?". */
const idle = new Set(askedTerms('take accept offer find use work look possible allow able please'))

function unmet(terms: string[], others: string[]): string[] {
  return terms.filter(
    (term) =>
      !idle.has(term) &&
      !others.includes(term) &&
      !standInsFor(term).some((other) => others.includes(other)) &&
      !others.some((other) => term.length >= 6 && other.length >= 6 && term.slice(0, 5) === other.slice(0, 5)),
  )
}
