import {
  Cable,
  CircleHelp,
  Hand,
  LifeBuoy,
  MessageCircleQuestion,
  MoonStar,
  PencilLine,
  Siren,
  Ticket,
  TriangleAlert,
} from 'lucide-react'
import type { ReactNode } from 'react'
import type { FeedRow } from '../../protocol/frames.ts'
import { askedThemselves, isUnsure } from '../../protocol/need.ts'
import { texts } from '../texts.ts'

/** What has been called for, and what the AI thinks of its answers. Each mark says itself in words, on hover and to a screen reader. */
export function Marks({ row }: { row: FeedRow }) {
  const { ticket } = row
  return (
    <>
      <Call row={row} />
      {row.channel && (
        <Mark
          icon={<Cable size={12} aria-hidden className="shrink-0" />}
          says={texts.feed.comesThrough(row.channel.name)}
          look="text-soft"
        >
          {row.channel.name}
        </Mark>
      )}
      {ticket && ticket.status !== 'priority' && (
        <Mark
          icon={<Ticket size={12} aria-hidden className="shrink-0" />}
          says={texts.feed.ticket(ticket.number)}
          look="shrink-0 text-soft"
        >
          {ticket.number}
        </Mark>
      )}
      {isUnsure(row) && (
        <Mark
          icon={<CircleHelp size={12} aria-hidden className="shrink-0" />}
          says={texts.feed.theAiIsNotConfidence(row.confidence)}
          look="shrink-0 text-warn"
        >
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
      <Mark
        icon={<Siren size={12} aria-hidden className="shrink-0" />}
        says={ticket ? texts.feed.priorityTicket(ticket.number) : texts.feed.priority}
        look="text-bad"
      >
        {texts.feed.priority}
      </Mark>
    )
  }
  if (alone && askedThemselves(row)) {
    return (
      <Mark
        icon={<Hand size={12} aria-hidden className="shrink-0" />}
        says={texts.feed.asksForAPerson}
        look="text-bad"
      >
        {texts.feed.asksForAPerson}
      </Mark>
    )
  }
  if (row.inquiry) {
    return (
      <Mark
        icon={<MessageCircleQuestion size={12} aria-hidden className="shrink-0" />}
        says={`${texts.feed.questionToTheTeam}: ${row.inquiry.text}`}
        look="text-bad"
      >
        {texts.feed.questionToTheTeam}
      </Mark>
    )
  }
  if (row.hold && row.hold.dueAt === null) {
    return (
      <Mark
        icon={<PencilLine size={12} aria-hidden className="shrink-0" />}
        says={texts.feed.aDraftWaits}
        look="text-bad"
      >
        {texts.feed.draftWaits}
      </Mark>
    )
  }
  if (alone && row.failure) {
    return (
      <Mark
        icon={<TriangleAlert size={12} aria-hidden className="shrink-0" />}
        says={texts.feed.theAiCouldNotAnswer(row.failure.reason)}
        look="text-bad"
      >
        {texts.feed.noAnswer}
      </Mark>
    )
  }
  if (row.absence) {
    const says = texts.feed.nameIsAway(row.absence.operator.name)
    return (
      <Mark icon={<MoonStar size={12} aria-hidden className="shrink-0" />} says={says} look="text-bad">
        {says}
      </Mark>
    )
  }
  if (alone && escalation) {
    return (
      <Mark
        icon={<LifeBuoy size={12} aria-hidden className="shrink-0" />}
        says={texts.feed.theAiCallsFor(escalation.reason)}
        look="text-bad"
      >
        {texts.feed.aiCallsForYou}
      </Mark>
    )
  }
  return null
}

function Mark({
  icon,
  says,
  look,
  children,
}: {
  icon: ReactNode
  says: string
  look: string
  children: ReactNode
}) {
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
