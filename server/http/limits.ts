import type { FastifyRequest } from 'fastify'
import { api, type RouteKey } from '../../protocol/api.ts'
import { Problem } from '../ground/errors.ts'
import { limits, type Limits } from '../ground/limits.ts'

export class TooMany extends Problem {
  readonly status = 429
  readonly retryAfter: number

  constructor(retryAfter: number, from = 'this address') {
    super('too_many', `Too many requests from ${from}. Try again in ${retryAfter} seconds.`)
    this.retryAfter = retryAfter
  }
}

const minute = 60_000
/** Of those who are counted; past it the one counted first is forgotten, so that nobody can fill the memory, and a flood of new ones does not free everybody at once. */
export const countedAtMost = 50_000

export interface Limit {
  /** Counts one call; throws `TooMany` past the limit. */
  count(request: FastifyRequest): void
  /** Takes one call back, where only what went wrong should count. */
  forgive(request: FastifyRequest): void
}

/** Counts per address, in this process, and forgets everything each minute. */
export const createLimit = (most: number): Limit => countBy(most, ({ ip }) => networkOf(ip))

/** Counts per visitor, whatever address they come from. Whose call it is must be settled before. */
const limitVisitors = (most: number): Limit => countBy(most, ({ actor }) => actor!.id, 'this visitor')

function countBy(most: number, whose: (request: FastifyRequest) => string, from?: string): Limit {
  let counts = new Map<string, number>()
  let until = 0
  return {
    count(request) {
      const now = Date.now()
      if (now >= until) {
        counts = new Map()
        until = now + minute
      }
      const who = whose(request)
      const count = (counts.get(who) ?? 0) + 1
      if (count === 1 && counts.size >= countedAtMost) counts.delete(counts.keys().next().value!)
      counts.set(who, count)
      if (count > most) throw new TooMany(Math.ceil((until - now) / 1000), from)
    },
    forgive(request) {
      const who = whose(request)
      const count = counts.get(who)
      if (count) counts.set(who, count - 1)
    },
  }
}

interface RouteLimits {
  /** Before anybody is asked who they are. */
  address: Limit | null
  /** After that. */
  visitor: Limit | null
}

/**
 * What limits each route, read from the table of routes: one that anybody may call gets the narrow limit for guesses unless it is named here as part of
 * every visit, so a new one cannot be forgotten. Operators' routes are behind a session, and signing in is limited where it is mounted.
 */
export function limitRoutes(given: Partial<Limits> = {}): (key: RouteKey) => RouteLimits {
  const { sessions, setup, calls, visitor, messages } = { ...limits, ...given }
  const each = { address: createLimit(calls), visitor: limitVisitors(visitor) }
  const own: Partial<Record<RouteKey, Partial<RouteLimits>>> = {
    'POST /api/widget/conversations': { address: createLimit(sessions) },
    'POST /api/widget/conversations/:id/messages': { visitor: both(each.visitor, limitVisitors(messages)) },
  }
  return (key) => {
    const { for: caller }: { for: string } = api[key]
    if (caller === 'visitor') return { ...each, ...own[key] }
    if (caller === 'operator') return { address: null, visitor: null }
    return {
      address: caller === 'anyone' ? createLimit(everyVisit.has(key) ? sessions : setup) : each.address,
      visitor: null,
    }
  }
}

/** Counts by both; who is past one of them has not used up the other. */
const both = (one: Limit, other: Limit): Limit => ({
  count(request) {
    other.count(request)
    one.count(request)
  },
  forgive(request) {
    other.forgive(request)
    one.forgive(request)
  },
})

const everyVisit = new Set<RouteKey>([
  'POST /api/widget/sessions',
  'POST /api/widget/look',
  'POST /api/widget/conversations/:id/leave',
  'GET /api/setup',
])

/** One IPv6 customer owns at least 2^64 addresses: the first half names the customer. */
export function networkOf(ip: string): string {
  const plain = plainAddress(ip)
  return plain.includes(':') ? groupsOf(plain).slice(0, 4).join(':') : plain
}

/** Whom one has by renting a handful of addresses: 256 of IPv4, as "203.0.113.0/24", and what a small provider gives a customer of IPv6, as "2001:db8:0:1200::/56". */
export function wideNetworkOf(address: string): string {
  const plain = plainAddress(address)
  if (!plain.includes(':')) return `${plain.split('.').slice(0, 3).join('.')}.0/24`
  const groups = groupsOf(plain).map((group) => Number.parseInt(group, 16) || 0)
  return `${[...groups.slice(0, 3), (groups[3] ?? 0) & 0xff00].map((group) => group.toString(16)).join(':')}::/56`
}

/** An IPv4 caller on a socket that speaks both is the same caller, whichever way it is written. */
const plainAddress = (ip: string) => (ip.startsWith('::ffff:') ? ip.slice('::ffff:'.length) : ip)

/** All eight of an IPv6 address. */
function groupsOf(ip: string): string[] {
  const [head = '', tail] = ip.split('::')
  const front = head.split(':').filter(Boolean)
  const back = tail?.split(':').filter(Boolean) ?? []
  while (tail !== undefined && front.length + back.length < 8) front.push('0')
  return [...front, ...back]
}
