import type { FastifyRequest } from 'fastify'
import type { RouteKey } from '../../protocol/api.ts'
import { nobody } from './audit/accounts.ts'
import { detailOf } from './audit/nouns.ts'
import { Invalid } from '../ground/errors.ts'
import type { RequestContext } from '../ground/request.ts'

/** Anybody may send these, and is an operator when they are done. */
const comingIn = new Set<RouteKey>(['POST /api/setup', 'POST /api/invites/:id', 'POST /api/resets/:id'])

/** What is to be remembered of a request while it is worked on; null when nothing is: it only reads, or no operator and no key sent it. */
export function requestContextOf(route: RouteKey, request: FastifyRequest): RequestContext | null {
  const { actor, method } = request
  if (method === 'GET' || actor?.kind === 'visitor' || (!actor && !comingIn.has(route))) return null
  const { id: named } = (request.params ?? {}) as { id?: string }
  const { id: made } = (request.body ?? {}) as { id?: string }
  return {
    by: actor ? { kind: actor.kind, id: actor.id, name: actor.person.name } : { kind: 'somebody', ...nobody },
    route,
    subject: named ?? (typeof made === 'string' ? made : null),
    detail: detailOf(request.body),
    address: request.ip,
    browser: browserOf(request),
    expects: expectation(route, request, named),
    once: null,
    recorded: null,
    audited: false,
  }
}

/** What it says of itself, as far as a database can keep it. */
export const browserOf = ({ headers }: FastifyRequest): string =>
  (headers['user-agent'] ?? '').replaceAll('\0', '').slice(0, 300)

/** `Halo-Expects: epoch=3, seq=57`, either or both. Where it could not be heeded it is refused, because whoever sends it relies on it. */
function expectation(
  route: RouteKey,
  { headers }: FastifyRequest,
  conversationId: string | undefined,
): RequestContext['expects'] {
  const header = headers['halo-expects']
  if (header === undefined) return null
  if (conversationId === undefined || !/ \/api\/v1\/conversations\/:id\//.test(route))
    throw new Invalid(
      'no_condition',
      'Halo-Expects is heeded by routes that change one conversation, and by no others.',
    )
  const parts = [...String(header).matchAll(/(?:^|,)\s*(epoch|seq)=(\d{1,10})\s*(?=,|$)/g)]
  if (!parts.length || parts.length !== String(header).split(',').length)
    throw new Invalid('bad_condition', 'Halo-Expects reads like "epoch=3, seq=57".')
  return { conversationId, ...Object.fromEntries(parts.map(([, name, value]) => [name, Number(value)])) }
}
