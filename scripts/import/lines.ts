import { createHash } from 'node:crypto'

/** What is imported, one JSON object a line: docs/import.md. Times are milliseconds, or as ISO 8601 writes them. */
export type Line =
  | {
      type: 'contact'
      userId: string
      traits?: Record<string, unknown>
      companyId?: string
      companyTraits?: Record<string, unknown>
    }
  | { type: 'company'; companyId: string; traits?: Record<string, unknown> }
  | { type: 'article'; id: string; title: string; body: string; url?: string | null }
  | PastConversation

interface PastConversation {
  type: 'conversation'
  id: string
  userId?: string
  channel?: string
  topic?: string
  closedAt?: number | string
  messages: PastMessage[]
  /** That it is still to be dealt with. */
  ticket?: { status: 'open' | 'snoozed' | 'resolved' }
}

export interface PastMessage {
  id?: string
  from: 'visitor' | 'operator' | 'ai'
  author?: string
  text: string
  at: number | string
}

const longestText = 10_000
const mostMessages = 500

/** An id of another system, as ids are here: the same each time it is imported. */
export function idOf(system: string, kind: string, id: unknown): string {
  const made = `${system}-${kind}-${String(id)}`
  if (/^[A-Za-z0-9_-]{8,64}$/.test(made)) return made
  return `${system}-${createHash('sha256').update(made).digest('hex').slice(0, 32)}`
}

/** What does not fit is cut where it can be seen; what is empty was never said. */
export function fitting(messages: PastMessage[]): PastMessage[] {
  return messages
    .filter(({ text }) => text.trim())
    .slice(0, mostMessages)
    .map((message) => ({ ...message, text: shortened(message.text.trim().toWellFormed()) }))
}

const shortened = (text: string): string =>
  text.length > longestText ? `${text.slice(0, longestText - 1).toWellFormed()}…` : text

/** Only what traits can hold, without what is empty. */
export function traitsOf(given: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== null && value !== undefined && value !== ''),
  )
}
