import { AsyncLocalStorage } from 'node:async_hooks'
import type { RouteKey } from '../../protocol/api.ts'

/** One request that may change something: who sent it, from where, and on what condition it may change a conversation. */
export interface RequestContext {
  by: { kind: 'operator' | 'key' | 'somebody'; id: string; name: string }
  route: RouteKey
  /** The id of what it is about. */
  subject: string | null
  detail: string
  address: string
  browser: string
  /** How the caller saw the conversation. What differs was changed by somebody else meanwhile. */
  expects: { conversationId: string; epoch?: number; seq?: number } | null
  /** Under which Idempotency-Key it is done, and by which attempt; null without one. */
  once: { keyId: string; token: string; attempt: string } | null
  /** What `change` appended to a log for it. */
  recorded: { conversationId: string; events: string[] } | null
  /** It stands in the audit already: one request is one entry. */
  audited: boolean
}

const current = new AsyncLocalStorage<RequestContext>()

/**
 * Carried beside the call and not through it: the log asks who is behind an action and the database keeps the audit, while the fifty actions between
 * need to know of neither.
 */
export const withRequestContext = <T>(requestContext: RequestContext, work: () => T): T =>
  current.run(requestContext, work)

export const asking = (): RequestContext | undefined => current.getStore()

/** Who sent this request is known only now: the operator whom it made, or whose password it set. */
export function isSentBy({ id, name }: { id: string; name: string }): void {
  const request = asking()
  if (request) request.by = { kind: 'operator', id, name }
}
