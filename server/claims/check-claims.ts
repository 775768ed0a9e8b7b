import { termsOf } from '../knowledge/words.ts'
import type { Claim } from './claim.ts'
import type { Evidence, Support } from './evidence.ts'
import { readSpeech } from './speech.ts'
import { findClaims } from './find-claims.ts'

/** A claim of a reply, and where it stands in what the model was given; null where nobody gave it. */
export interface ReadClaim extends Pick<Claim, 'kind' | 'text' | 'at' | 'end'> {
  support: Support | null
}

/** So many characters on either side of a claim say what it is about. */
const reach = 300

/** Every claim of a reply, looked up. Each sentence is compared together with the one before it: "It costs $49" says of what there. */
export function checkClaims(text: string, evidence: Evidence, now: Date): ReadClaim[] {
  const sentences = sentencesIn(text)
  const speech = readSpeech(text)
  return sentences.flatMap(({ at, words }, index) => {
    const claims = findClaims(words, now)
    if (!claims.length) return []
    const last = sentences.slice(Math.max(0, index - 3), index).findLast((before) => before.words.trim() !== '')
    const quoted = evidence.quoted(words) ?? evidence.quoted(inQuotes(words))
    return claims.map((claim) => {
      const { kind, text: said } = claim
      const support = quoted ?? evidence.support(claim, { ...around(words, claim, last), speech })
      return { kind, text: said, at: at + claim.at, end: at + claim.end, support }
    })
  })
}

/** What somebody else said: “It is 10 euros”. Where it is most of the sentence, it is looked for as it stands. */
const inQuotes = (words: string): string => /^[^“„]{0,40}[“„]([^“”„]*)[“”]\W*$/u.exec(words.trim())?.[1] ?? ''

type Sentence = ReturnType<typeof sentencesIn>[number]

function around(words: string, claim: Claim, last: Sentence | undefined) {
  const near = { at: Math.min(claim.at, reach), end: Math.min(claim.at, reach) + claim.end - claim.at }
  const cut = words.slice(Math.max(0, claim.at - reach), claim.end + reach)
  const sentence = termsOf(`${cut.slice(0, near.at)} ${cut.slice(near.end)}`)
  return {
    terms: new Set([...sentence, ...termsOf(last?.words.slice(-reach) ?? '')]),
    clause: new Set(termsOf(clauseAround(cut, near))),
  }
}

/** The part of a sentence that a claim stands in, without it. */
function clauseAround(words: string, { at, end }: Pick<Claim, 'at' | 'end'>): string {
  const before = words.slice(0, at).split(clauseEnd).at(-1)
  return `${before} ${words.slice(end).split(clauseEnd)[0]}`
}

const clauseEnd = /[,;:–](?=\s)/u

/** Behind a full stop, but not behind that of "1. Open the lid". */
const sentenceEnd = /(?<=[.!?]["”')\]]?\s)(?<!(?:^|\s)\d{1,3}\.\s)|(?<=\n)/u

/** The sentences of a text and where each begins; a line is one at least. */
function sentencesIn(text: string): { at: number; words: string }[] {
  const sentences: { at: number; words: string }[] = []
  let at = 0
  for (const words of text.split(sentenceEnd)) {
    sentences.push({ at, words })
    at += words.length
  }
  return sentences
}
