import { termsOf } from '../knowledge/words.ts'
import type { Claim } from './claim.ts'
import type { Evidence, Support } from './evidence.ts'
import { findClaims } from './find-claims.ts'

/** A claim of a reply, and where it stands in what the model was given; null where nobody gave it. */
export interface ReadClaim extends Pick<Claim, 'kind' | 'text' | 'at' | 'end'> {
  support: Support | null
}

/** Every claim of a reply, looked up. Each sentence is compared together with the one before it: "It costs $49" says of what there. */
export function checkClaims(text: string, evidence: Evidence, now: Date): ReadClaim[] {
  const sentences = sentencesIn(text)
  return sentences.flatMap(({ at, words }, index) =>
    findClaims(words, now).map((claim) => {
      const around = termsOf(words.slice(0, claim.at) + ' ' + words.slice(claim.end))
      const terms = new Set([...around, ...termsOf(sentences[index - 1]?.words ?? '')])
      const clause = new Set(termsOf(clauseAround(words, claim)))
      const { kind, text: said } = claim
      const support = evidence.quoted(words) ?? evidence.support(claim, { terms, clause })
      return { kind, text: said, at: at + claim.at, end: at + claim.end, support }
    }),
  )
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
