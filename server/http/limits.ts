import type { FastifyRequest } from 'fastify'
import { Problem } from '../errors.ts'

/** Calls that one address may make in a minute. Generous: a whole office, or a school, shares one address. Of sign-ins only the failed ones count. */
export interface Limits { sessions: number; setup: number; failedSignIns: number }

export const limits: Limits = { sessions: 6_000, setup: 60, failedSignIns: 20 }

export class TooMany extends Problem {
  readonly status = 429
  readonly retryAfter: number

  constructor(retryAfter: number) {
    super('too_many', `Too many requests from this address. Try again in ${retryAfter} seconds.`)
    this.retryAfter = retryAfter
  }
}

const minute = 60_000
const addressesAtMost = 50_000

export interface Limit {
  /** Counts one call; throws `TooMany` past the limit. */
  count(request: FastifyRequest): void
  /** Takes one call back, where only what went wrong should count. */
  forgive(request: FastifyRequest): void
}

/** Counts per address, in this process, and forgets everything each minute. */
export function createLimit(most: number): Limit {
  let counts = new Map<string, number>()
  let until = 0
  return {
    count(request) {
      const now = Date.now()
      if (now >= until || counts.size >= addressesAtMost) {
        counts = new Map()
        until = now + minute
      }
      const network = networkOf(request.ip)
      const count = (counts.get(network) ?? 0) + 1
      counts.set(network, count)
      if (count > most) throw new TooMany(Math.ceil((until - now) / 1000))
    },
    forgive({ ip }) {
      const network = networkOf(ip)
      const count = counts.get(network)
      if (count) counts.set(network, count - 1)
    },
  }
}

/** One IPv6 customer owns at least 2^64 addresses: the first half names the customer. */
function networkOf(ip: string): string {
  if (!ip.includes(':') || ip.startsWith('::ffff:')) return ip
  const [head = '', tail] = ip.split('::')
  const front = head.split(':').filter(Boolean)
  const back = tail?.split(':').filter(Boolean) ?? []
  while (tail !== undefined && front.length + back.length < 8) front.push('0')
  return [...front, ...back].slice(0, 4).join(':')
}
