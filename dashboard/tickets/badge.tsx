import type { TicketStatus } from '../../protocol/entities.ts'
import { Badge, type Tone } from '../components/badge.tsx'
import { statusNames } from '../components/ticket-names.ts'

const tones: Record<TicketStatus, Tone> = {
  open: 'accent',
  priority: 'bad',
  in_progress: 'warn',
  snoozed: 'plain',
  resolved: 'good',
  spam: 'plain',
}

export const TicketBadge = ({ status }: { status: TicketStatus }) => (
  <Badge tone={tones[status]}>{statusNames[status]}</Badge>
)
