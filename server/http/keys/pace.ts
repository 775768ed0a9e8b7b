import type { FastifyReply } from 'fastify'
import { TooMany } from '../limits.ts'

interface Pace {
  /** Counts one request of a key and says on the reply what is left; throws `TooMany` past the limit. */
  count(keyId: string, reply: FastifyReply): void
}

const minute = 60_000

/**
 * Requests that one key may send in a minute, counted in this process. The headers are those of draft-ietf-httpapi-ratelimit-headers up to its sixth
 * version, which clients know; `RateLimit-Reset` is in seconds from now.
 */
export function createPace(most: number): Pace {
  const counts = new Map<string, number>()
  let until = 0
  return {
    count(keyId, reply) {
      const now = Date.now()
      if (now >= until) {
        counts.clear()
        until = now + minute
      }
      const count = (counts.get(keyId) ?? 0) + 1
      counts.set(keyId, count)
      const reset = Math.ceil((until - now) / 1000)
      void reply
        .header('ratelimit-limit', most)
        .header('ratelimit-remaining', Math.max(0, most - count))
        .header('ratelimit-reset', reset)
      if (count > most) throw new TooMany(reset, 'this key')
    },
  }
}
