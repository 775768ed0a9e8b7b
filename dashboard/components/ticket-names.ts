import type { TicketStatus } from '../../protocol/entities.ts'
import type { TicketView } from '../../protocol/tickets/routes.ts'
import { texts } from '../texts.ts'

export const statusNames: Record<TicketStatus, string> = {
  open: texts.tickets.open,
  priority: texts.tickets.priority,
  in_progress: texts.tickets.inProgress,
  snoozed: texts.tickets.snoozed,
  resolved: texts.tickets.resolved,
  spam: texts.tickets.spam,
}

export const viewNames: Record<TicketView, string> = {
  all: texts.tickets.all,
  mine: texts.tickets.assignedToMe,
  mentions: texts.tickets.mentions,
  unassigned: texts.tickets.unassigned,
  ...statusNames,
  ai_resolved: texts.tickets.aiResolved,
}
