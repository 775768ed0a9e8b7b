import { askedTerms, isFiller, standInsFor, termsOf, wordsOf } from '../knowledge/words.ts'

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

/**
 * Whether two questions are the same sentence with one thing in it replaced by another: "How do I mute a call?" and "How do I unmute a call?". Whoever types the one
 * does not mean the other, so it is not even asked about. In other words, the other thing may be but another word for it.
 */
export function isTwin(question: string, phrasing: string): boolean {
  const [asked, known] = [wordsOf(question), wordsOf(phrasing)]
  if (asked.length > longestTwin || known.length > longestTwin) return false
  const [left, right] = apart(asked, known)
  const kept = asked.length - left.length
  if (!left.length || !right.length || left.length > mostReplaced || right.length > mostReplaced) return false
  if (kept < 2 || kept * 2 < Math.max(asked.length, known.length)) return false
  if (isTurned(left, right)) return true
  const [ours, theirs] = [things(left, asked), things(right, known)]
  return unmet(ours, theirs, polite).length > 0 && unmet(theirs, ours, polite).length > 0
}

/** A question of more words is told and not asked. */
const longestTwin = 20
const mostReplaced = 2

/** What remains of two sentences without the longest sequence of words that both have. */
function apart(a: string[], b: string[]): [string[], string[]] {
  const longest = a.map(() => b.map(() => 0))
  const at = (i: number, j: number) => longest[i]?.[j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i]![j] = a[i] === b[j] ? 1 + at(i + 1, j + 1) : Math.max(at(i + 1, j), at(i, j + 1))
  const [left, right]: [string[], string[]] = [[], []]
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) [i, j] = [i + 1, j + 1]
    else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) left.push(a[i++]!)
    else right.push(b[j++]!)
  }
  return [left, right]
}

/** The words that say something: "how long" is not "how much". */
function things(words: string[], sentence: string[]): string[] {
  return words.flatMap((word) => {
    if (asking.has(word) || isMonth(word, sentence)) return [word]
    return isFiller(word) ? [] : termsOf(word)
  })
}

const asking = new Set(['long', 'much', 'many', 'far', 'often', 'old', 'when', 'where', 'who', 'why', 'min', 'max'])

/** "May" is a month after "in". */
const isMonth = (word: string, sentence: string[]): boolean =>
  word === 'may' && /^(?:in|since|until|from|of|by|before|after)$/.test(sentence[sentence.indexOf(word) - 1] ?? '')

/** They stand for one another, where a question is put in other words. */
const alike = [
  'start begin',
  'fix repair mend',
  'delete remove erase',
  'buy purchase order',
  'get receive obtain',
  'show display view see find',
  'enable activate',
  'disable deactivate',
  'change edit update modify',
  'add create',
  'book reserve',
  'price cost fee charge much',
  'shop store',
  'phone telephone mobile cellphone',
  'picture photo image',
  'film video',
  'connect link',
  'increase raise',
  'decrease lower reduce',
  'merge combine join',
  'permit allow',
  'guarantee warranty',
  'car vehicle',
  'kid child',
  'trip journey',
  'bill invoice',
  'close shut',
  'finish end',
  'parcel package',
  'ship deliver send',
  'accept take',
  'cancel terminate',
  'password passcode',
  'mail email',
  'pick collect',
  'minimum min',
  'maximum max',
].map((line) => new Set(askedTerms(line)))

const isAlike = (term: string, other: string): boolean => alike.some((group) => group.has(term) && group.has(other))

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

const polite = new Set(askedTerms('please possible able'))

function unmet(terms: string[], others: string[], but = idle): string[] {
  return terms.filter(
    (term) =>
      !but.has(term) &&
      !others.includes(term) &&
      !others.some((other) => isAlike(term, other)) &&
      !standInsFor(term).some((other) => others.includes(other)) &&
      !others.some((other) => term.length >= 6 && other.length >= 6 && term.slice(0, 5) === other.slice(0, 5)),
  )
}
