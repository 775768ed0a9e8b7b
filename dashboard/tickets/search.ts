import type { TicketView } from '../../protocol/tickets/routes.ts'
import { viewNames } from '../components/ticket-names.ts'

/** Which tickets are listed: the view or a saved segment, and the words, as the address says. */
export interface TicketSearch {
  segment?: string | undefined
  view?: TicketView | undefined
  text?: string | undefined
}

export function readTicketSearch(search: Record<string, unknown>): TicketSearch {
  const { view, text, segment } = search
  return {
    ...(typeof view === 'string' && view in viewNames && { view: view as TicketView }),
    ...(typeof text === 'string' && text && { text: text.slice(0, 200) }),
    ...readSegment(segment),
  }
}

/** The id of a saved segment, as an address names it. */
export const readSegment = (segment: unknown): { segment?: string | undefined } =>
  typeof segment === 'string' && /^[\w-]{8,64}$/.test(segment) ? { segment } : {}
