import { startOf } from '../../../protocol/cut.ts'

/** The noun that a route is about: the first of its path, behind the version. */
export const nounOf = (route: string): string => route.replace('/api/v1/', '/api/').split(/[/:?]/)[2] ?? ''

/** Choices are told with their value; texts, which may be personal or secret, only by their name. */
const choices = new Set([
  'role',
  'inbox',
  'agents',
  'status',
  'scope',
  'vote',
  'outcome',
  'right',
  'removed',
  'retired',
  'on',
  'tell',
  'must',
  'default',
])

/** What a body sets, in one line. */
export function detailOf(body: unknown): string {
  return startOf(linesOf(body).join(', '), 500)
}

function linesOf(body: unknown, depth = 0): string[] {
  if (body === null || typeof body !== 'object' || Array.isArray(body) || depth > 1) return []
  return Object.entries(body).flatMap(([name, value]) => {
    if (name === 'id' || value === undefined) return []
    if (choices.has(name) && (typeof value === 'string' || typeof value === 'boolean')) return [`${name}: ${value}`]
    const inner = linesOf(value, depth + 1)
    return inner.length ? inner : [name]
  })
}
