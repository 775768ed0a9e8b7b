import { countedAtMost, TooMany, wideNetworkOf } from './limits.ts'

/**
 * Slows down guessing at an account. Each network that tries waits by itself, so that nobody can keep the owner out from elsewhere; many networks together wait as one.
 * A known device waits for its own wrong tries alone. Names nobody has are counted as those that somebody has, so that a wait says nothing about which it is.
 */
export interface Lockout {
  /** Throws `TooMany` while whoever tries has to wait. */
  check(account: string, from: TriedFrom): void
  /** One more wrong try. Answers whether the account has to wait now. */
  failed(account: string, from: TriedFrom): boolean
  /** The right password: what was wrong from there is forgotten. */
  succeeded(account: string, from: TriedFrom): void
}

/** `device`: one from which somebody signed in to this very account before, or null. */
export interface TriedFrom {
  address: string
  device: string | null
}

const firstWaitMs = 15_000
const longestWaitMs = 15 * 60_000
const forgottenAfterMs = 24 * 60 * 60_000
/** So many times what one network may try, all networks may together. */
const networksTogether = 10

interface Tries {
  wrong: number
  last: number
  until: number
}

/** Counts in this process. From the `most`th wrong try on, each one doubles the wait. */
export function createLockout(most: number, now: () => number = Date.now): Lockout {
  const tries = new Map<string, Tries>()
  const known = (key: string): Tries | null => {
    const found = tries.get(key)
    return found && now() - found.last < forgottenAfterMs ? found : null
  }
  const fail = ({ key, most }: Counted): boolean => {
    const wrong = (known(key)?.wrong ?? 0) + 1
    const wait = wrong < most ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** (wrong - most))
    // Anew at the end of the map: who is tried now is forgotten last.
    tries.delete(key)
    if (tries.size >= countedAtMost) tries.delete(tries.keys().next().value!)
    tries.set(key, { wrong, last: now(), until: now() + wait })
    return wait > 0
  }
  return {
    check(account, from) {
      const heeded = countedFor(account, from, most).filter(({ of }) => (from.device ? of === 'device' : true))
      const left = Math.max(...heeded.map(({ key }) => known(key)?.until ?? 0)) - now()
      if (left > 0) throw new TooMany(Math.ceil(left / 1000), 'those who try this account')
    },
    failed: (account, from) => countedFor(account, from, most).map(fail).some(Boolean),
    succeeded(account, from) {
      // A device that is known says nothing of what others of its network got wrong.
      const [nearest] = countedFor(account, from, most)
      tries.delete(nearest!.key)
    },
  }
}

interface Counted {
  of: 'device' | 'network' | 'all'
  key: string
  most: number
}

/** What a device gets wrong counts for its network, too: whoever holds it may not try twice as often. */
function countedFor(account: string, { address, device }: TriedFrom, most: number): Counted[] {
  // As the sign-in library compares them.
  const name = account.toLowerCase().slice(0, 320)
  return [
    ...(device ? [{ of: 'device' as const, key: `device ${device} ${name}`, most }] : []),
    { of: 'network', key: `network ${wideNetworkOf(address)} ${name}`, most },
    { of: 'all', key: `all ${name}`, most: most * networksTogether },
  ]
}
