import { CircleHelp, Hand, LifeBuoy, Siren, Ticket } from 'lucide-react'
import type { ReactNode } from 'react'
import type { FeedRow } from '../../protocol/frames.ts'
import { askedThemselves, isUnsure } from '../../protocol/need.ts'

/** What has been called for, and what the AI thinks of its answers. Each mark says itself in words, on hover and to a screen reader. */
export function Marks({ row }: { row: FeedRow }) {
  const { ticket } = row
  return (
    <>
      <Call row={row} />
      {ticket && ticket.status !== 'priority' && (
        <Mark icon={<Ticket size={12} aria-hidden className="shrink-0" />} says={`Ticket ${ticket.number}`} look="shrink-0 text-soft">
          {ticket.number}
        </Mark>
      )}
      {isUnsure(row) && (
        <Mark icon={<CircleHelp size={12} aria-hidden className="shrink-0" />} says={`The AI is not sure: ${row.confidence} of 100`} look="shrink-0 text-warn">
          {row.confidence}%
        </Mark>
      )}
    </>
  )
}

/** The most urgent of: a customer with priority, a visitor who asked for a person, an AI that called for one. */
function Call({ row }: { row: FeedRow }) {
  const { escalation, ticket, control } = row
  const alone = control.holder === 'ai'
  if (ticket?.status === 'priority' || (alone && escalation?.priority)) {
    return (
      <Mark icon={<Siren size={12} aria-hidden className="shrink-0" />} says={ticket ? `Priority, ticket ${ticket.number}` : 'Priority'} look="text-bad">
        Priority
      </Mark>
    )
  }
  if (alone && askedThemselves(row)) {
    return (
      <Mark icon={<Hand size={12} aria-hidden className="shrink-0" />} says="Asks for a person" look="text-bad">
        Asks for a person
      </Mark>
    )
  }
  if (alone && escalation) {
    return (
      <Mark icon={<LifeBuoy size={12} aria-hidden className="shrink-0" />} says={`The AI calls for a person: ${escalation.reason}`} look="text-bad">
        AI calls for you
      </Mark>
    )
  }
  return null
}

function Mark({ icon, says, look, children }: { icon: ReactNode; says: string; look: string; children: ReactNode }) {
  return (
    <span title={says} className={`inline-flex min-w-0 items-center gap-1 font-medium ${look}`}>
      {icon}
      <span aria-hidden className="truncate">
        {children}
      </span>
      <span className="sr-only">{says}</span>
    </span>
  )
}
