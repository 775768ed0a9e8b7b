import { AsyncLocalStorage } from 'node:async_hooks'
import type { RouteKey } from '../../protocol/api.ts'

/** One request that may change something: who sent it, from where, and on what condition it may change a conversation. */
export interface Asking {
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
  told: { conversationId: string; events: string[] } | null
  /** It stands in the audit already: one request is one entry. */
  noted: boolean
}

const current = new AsyncLocalStorage<Asking>()

/**
 * Carried beside the call and not through it: the log asks who is behind an action and the database keeps the audit, while the fifty actions between
 * need to know of neither.
 */
export const whileAsking = <T>(asking: Asking, work: () => T): T => current.run(asking, work)

export const asking = (): Asking | undefined => current.getStore()

/** Who sent this request is known only now: the operator whom it made, or whose password it set. */
export function isSentBy({ id, name }: { id: string; name: string }): void {
  const asked = asking()
  if (asked) asked.by = { kind: 'operator', id, name }
}
