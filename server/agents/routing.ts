import type { RoutingRule } from '../../protocol/agents/shapes.ts'
import { fits } from './escalation.ts'
import { fitsGlob } from './globs.ts'
import type { Traits } from './traits.ts'

/** Whom a visitor meets, and why: the rule that decided, null for the default agent; and the rules before it that are true, too, but whose agent takes no conversation. */
export interface Routed {
  agentId: string
  rule: string | null
  skipped: string[]
}

export interface Answering {
  id: string
  isDefault: boolean
}

/** The first rule that is true of the page and the visitor decides, else the default agent. `answering`: the agents that take conversations. */
export function route(rules: RoutingRule[], answering: Answering[], url: string | null, traits: Traits): Routed {
  const place = placeAt(url)
  const matching = rules.filter((rule) => isOn(rule, place) && fits(rule.traits, traits))
  const first = matching.findIndex(({ agentId }) => answering.some(({ id }) => id === agentId))
  const skipped = (first < 0 ? matching : matching.slice(0, first)).map(({ id }) => id)
  if (first >= 0) return { agentId: matching[first]!.agentId, rule: matching[first]!.id, skipped }
  return { agentId: answering.find(({ isDefault }) => isDefault)!.id, rule: null, skipped }
}

interface Place {
  host: string
  path: string
}

/** Null when the widget did not say where it is, or said something that is no address: then no rule about pages is true. */
function placeAt(url: string | null): Place | null {
  const parsed = url === null ? null : URL.parse(url)
  return parsed && { host: parsed.host.toLowerCase(), path: withoutEnd(parsed.pathname) }
}

function isOn({ host, path }: RoutingRule, place: Place | null): boolean {
  if (!host && !path) return true
  return (
    place !== null && (!host || fitsHost(host.toLowerCase(), place.host)) && (!path || fitsPath(path, place.path))
  )
}

/** A pattern without a port is true of every port. */
const fitsHost = (pattern: string, host: string) =>
  fitsGlob(pattern, /:\d+$/.test(pattern) ? host : host.replace(/:\d+$/, ''))

/** "/docs/*" is true of "/docs", too, and a slash at the end makes no difference. */
const fitsPath = (pattern: string, path: string) =>
  fitsGlob(withoutEnd(pattern), path) || (pattern.endsWith('/*') && fitsGlob(pattern.slice(0, -2), path))

const withoutEnd = (path: string) => (path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path)
