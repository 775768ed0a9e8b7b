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
  type LucideIcon,
} from 'lucide-react'
import type { FeedRow } from '../../protocol/frames.ts'
import { askedThemselves, isUnsure } from '../../protocol/need.ts'
import { texts } from '../texts.ts'

interface Sign {
  icon: LucideIcon
  says: string
  look: string
}

/** What has been called for, and what the AI thinks of its answers: the most urgent as an icon, all of it in words on hover and to a screen reader. */
export function Mark({ row }: { row: FeedRow }) {
  const [first, ...others] = signsOf(row)
  if (!first) return null
  const { icon: Icon, look } = first
  return (
    <span title={[first, ...others].map(({ says }) => says).join('\n')} className={`inline-flex shrink-0 ${look}`}>
      <Icon size={14} aria-hidden />
      {[first, ...others].map(({ says }) => (
        <span key={says} className="sr-only">
          {says}
        </span>
      ))}
    </span>
  )
}

/** The most urgent first. */
function signsOf(row: FeedRow): Sign[] {
  const { ticket, channel } = row
  return [
    callOf(row),
    isUnsure(row) && {
      icon: CircleHelp,
      says: texts.feed.theAiIsNotConfidence(row.confidence),
      look: 'text-warn',
    },
    ticket &&
      ticket.status !== 'priority' && {
        icon: Ticket,
        says: texts.feed.ticket(ticket.number),
        look: 'text-soft',
      },
    channel && { icon: Cable, says: texts.feed.comesThrough(channel.name), look: 'text-soft' },
  ].filter((sign): sign is Sign => !!sign)
}

/** The most urgent of: a customer with priority, a visitor who asked for a person, an AI that called for one. */
function callOf(row: FeedRow): Sign | null {
  const { escalation, ticket, control } = row
  const alone = control.holder === 'ai'
  const look = 'text-bad'
  if (ticket?.status === 'priority' || (alone && escalation?.priority))
    return { icon: Siren, says: ticket ? texts.feed.priorityTicket(ticket.number) : texts.feed.priority, look }
  if (alone && askedThemselves(row)) return { icon: Hand, says: texts.feed.asksForAPerson, look }
  if (row.inquiry)
    return {
      icon: MessageCircleQuestion,
      says: `${texts.feed.questionToTheTeam}: ${row.inquiry.text}`,
      look,
    }
  if (row.hold && row.hold.dueAt === null) return { icon: PencilLine, says: texts.feed.draftWaits, look }
  if (alone && row.failure)
    return { icon: TriangleAlert, says: texts.feed.theAiCouldNotAnswer(row.failure.reason), look }
  if (row.absence) return { icon: MoonStar, says: texts.feed.nameIsAway(row.absence.operator.name), look }
  if (alone && escalation) return { icon: LifeBuoy, says: texts.feed.theAiCallsFor(escalation.reason), look }
  return null
}
