import { countedAtMost, TooMany } from './limits.ts'

/** Slows down guessing at one account from many addresses. Names nobody has are counted as those that somebody has, so that a wait says nothing about which it is. */
export interface Lockout {
  /** Throws `TooMany` while the account has to wait. */
  check(account: string): void
  /** One more wrong try. Answers whether the account has to wait now. */
  failed(account: string): boolean
  /** The right password: what was wrong before is forgotten. */
  succeeded(account: string): void
}

const firstWait = 15_000
/** Longer, and a stranger could keep somebody out for a day with a handful of tries. */
const longestWait = 15 * 60_000
const forgottenAfter = 24 * 60 * 60_000

interface Tries {
  wrong: number
  last: number
  until: number
}

/** Counts in this process. From the `most`th wrong try on, each one doubles the wait. */
export function createLockout(most: number, now: () => number = Date.now): Lockout {
  const tries = new Map<string, Tries>()
  const known = (account: string): Tries | null => {
    const found = tries.get(account)
    return found && now() - found.last < forgottenAfter ? found : null
  }
  return {
    check(account) {
      const left = (known(nameOf(account))?.until ?? 0) - now()
      if (left > 0) throw new TooMany(Math.ceil(left / 1000), 'those who try this account')
    },
    failed(account) {
      const name = nameOf(account)
      const wrong = (known(name)?.wrong ?? 0) + 1
      const wait = wrong < most ? 0 : Math.min(longestWait, firstWait * 2 ** (wrong - most))
      // Anew at the end of the map: who is tried now is forgotten last.
      tries.delete(name)
      if (tries.size >= countedAtMost) tries.delete(tries.keys().next().value!)
      tries.set(name, { wrong, last: now(), until: now() + wait })
      return wait > 0
    },
    succeeded: (account) => void tries.delete(nameOf(account)),
  }
}

/** As the sign-in library compares them. */
const nameOf = (account: string) => account.toLowerCase().slice(0, 320)
