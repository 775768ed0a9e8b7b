import type { ClaimKind } from '../../protocol/agents/claims.ts'

/**
 * What a writing means, however it is written: "two weeks" and "14 days" share one key. The same words support what
 * they `offer` where they stand in a source, and need one key of each group where they stand in an answer: "3 to 5 days" has two groups, and a
 * date that can be read in two ways two keys in one. Needs and offers differ where one says more: a source's "5 December 2026" supports
 * "5 December" and "Saturday", but a source's "Saturday" supports no date in another week.
 */
export interface Meaning {
  needs: string[][]
  offers: string[]
}

/** One statement in a text that is true or false and could be looked up: a figure, a date, a promise. */
export interface Claim extends Meaning {
  kind: ClaimKind
  /** As it stands in the text. */
  text: string
  /** Where it stands: characters from the beginning, and just behind it. */
  at: number
  end: number
  /** How often a sum is due, where that is said with it. */
  rate: string | null
}
