import type { TicketStatus } from '../../protocol/entities.ts'
import type { TicketView } from '../../protocol/tickets-api.ts'

export const statusNames: Record<TicketStatus, string> = {
  open: 'Open',
  priority: 'Priority',
  in_progress: 'In Progress',
  snoozed: 'Snoozed',
  resolved: 'Resolved',
  spam: 'Spam',
}

export const viewNames: Record<TicketView, string> = {
  all: 'All',
  mine: 'Assigned to me',
  mentions: 'Mentions',
  unassigned: 'Unassigned',
  ...statusNames,
  ai_resolved: 'AI Resolved',
}
