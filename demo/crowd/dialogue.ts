import { shop, type ShopPage } from './shop.ts'

export const tempers = ['polite', 'terse', 'confused', 'frustrated', 'furious', 'chatty', 'abroad'] as const
export type Temper = (typeof tempers)[number]

/** One thing that a visitor does. Times are in seconds. */
export type Step =
  /** Writes, waits for the answer and reads it. An answer without `hopes` in it did not help; then they say `otherwise`, too. */
  | { kind: 'say'; text: string; hopes?: RegExp; otherwise?: string }
  /** Says it if the latest answer helped, and otherwise that it did not. */
  | { kind: 'thank'; text: string }
  /** Types, thinks better of it, and sends nothing. */
  | { kind: 'hesitate'; seconds: number }
  /** Looks at another tab. */
  | { kind: 'look away'; seconds: number }
  | { kind: 'go to'; page: ShopPage }
  /** Presses "talk to a human", waits for one, and after a while says `otherwise`, if nobody came. */
  | { kind: 'ask for a person'; seconds: number; otherwise?: string }
  | { kind: 'rate'; vote: 'up' | 'down' }

/** What somebody comes with, and how they leave: with the panel shut, with the page gone, or in silence until their line runs out. */
export interface Dialogue {
  temper: Temper
  /** A customer who is signed in, or somebody whom the shop does not know. */
  who: 'customer' | 'stranger'
  at: ShopPage
  steps: Step[]
  leaves: 'closed' | 'unload' | 'silently'
}

export const say = (text: string, hopes?: RegExp, otherwise?: string): Step => ({
  kind: 'say',
  text,
  hopes,
  otherwise,
})
export const thank = (text: string): Step => ({ kind: 'thank', text })
export const hesitate = (seconds = 5): Step => ({ kind: 'hesitate', seconds })
export const lookAway = (seconds = 25): Step => ({ kind: 'look away', seconds })
export const goTo = (page: keyof typeof shop): Step => ({ kind: 'go to', page: shop[page] })
export const askForPerson = (seconds: number, otherwise?: string): Step => ({
  kind: 'ask for a person',
  seconds,
  otherwise,
})
export const rate = (vote: 'up' | 'down'): Step => ({ kind: 'rate', vote })

/** Somebody known or unknown on a page of the shop, who does these things and then leaves. */
export const comes = (
  [temper, who]: [Temper, Dialogue['who']],
  at: keyof typeof shop,
  deeds: Step[],
  leaves: Dialogue['leaves'] = 'closed',
): Dialogue => ({ temper, who, at: shop[at], steps: deeds, leaves })
