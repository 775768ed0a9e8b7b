import type { TicketView } from '../../protocol/tickets-api.ts'
import { viewNames } from './names.ts'

/** Which tickets are listed: the view and the words, as the address says. */
export interface TicketSearch {
  view?: TicketView | undefined
  text?: string | undefined
}

export function readTicketSearch(search: Record<string, unknown>): TicketSearch {
  const { view, text } = search
  return { ...(typeof view === 'string' && view in viewNames && { view: view as TicketView }), ...(typeof text === 'string' && text && { text: text.slice(0, 200) }) }
}
