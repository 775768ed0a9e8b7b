import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Conversation, Ticket } from '../../protocol/entities.ts'
import { isComposing } from '../../client/composing.ts'
import { useFollowUp } from '../completed/actions.tsx'
import { Button } from '../components/button.tsx'
import { exactTime } from '../components/time.tsx'
import { texts } from '../texts.ts'
import type { Back } from '../transcript/back.ts'
import { editTicket, unmergeTicket } from './change.ts'
import { AssigneeMenu, StatusMenu } from './choices.tsx'
import { TicketDetails } from './details.tsx'
import { statusNames } from '../components/ticket-names.ts'
import { useOpenTicket } from './open.ts'

/** What the ticket says, above its thread. */
export function TicketBar({
  conversation,
  ticket,
  back,
}: {
  conversation: Conversation
  ticket: Ticket
  back: Back
}) {
  const live = conversation.status === 'live'
  useFollowUp(conversation)
  return (
    <section aria-label={texts.tickets.ticket(ticket.number)} className="shrink-0 border-b border-line bg-ground">
      <div className="flex min-h-11 flex-wrap items-center gap-x-2 gap-y-1 px-4 py-1.5">
        <span className="text-faint tabular-nums">#{ticket.number}</span>
        <Subject key={ticket.subject} ticket={ticket} />
        <StatusMenu tickets={[ticket]} label={statusNames[ticket.status]} />
        <AssigneeMenu tickets={[ticket]} label={ticket.assignee?.name ?? texts.tickets.nobody} />
        <TicketDetails ticket={ticket} back={back} />
        <Link
          to={live ? '/inbox/live/$id' : '/inbox/completed/$id'}
          params={{ id: conversation.id }}
          className="rounded-sm px-1 text-xs text-accent-text underline underline-offset-2"
        >
          {live ? texts.tickets.inTheLiveFeed : texts.tickets.inCompleted}
        </Link>
      </div>
      {ticket.status === 'snoozed' && (
        <p className="px-4 pb-1.5 text-xs text-soft">
          {ticket.snoozedUntil
            ? texts.tickets.sleepsUntilOrUntil(exactTime(ticket.snoozedUntil))
            : texts.tickets.sleepsUntilTheVisitor}
        </p>
      )}
      {ticket.mergedInto && <Merged ticket={ticket} into={ticket.mergedInto} back={back} />}
    </section>
  )
}

function Subject({ ticket }: { ticket: Ticket }) {
  const [text, setText] = useState(ticket.subject)
  const save = () => {
    const subject = text.trim()
    if (subject && subject !== ticket.subject) void editTicket(ticket, { subject })
    else setText(ticket.subject)
  }
  return (
    <input
      aria-label={texts.tickets.subject}
      value={text}
      maxLength={1000}
      onChange={(event) => setText(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !isComposing(event.nativeEvent)) event.currentTarget.blur()
        if (event.key === 'Escape') setText(ticket.subject)
      }}
      className="h-7 min-w-40 flex-1 truncate rounded-md border border-transparent bg-transparent px-1.5 font-medium transition-colors hover:border-line focus-visible:border-accent focus-visible:bg-surface focus-visible:outline-offset-0"
    />
  )
}

function Merged({ ticket, into, back }: { ticket: Ticket; into: { id: string; number: number }; back: Back }) {
  const open = useOpenTicket(back)
  return (
    <p role="status" className="flex flex-wrap items-center gap-2 bg-accent-tint px-4 py-1.5 text-accent-text">
      {texts.tickets.aDuplicateMergedInto(into.number)}
      <Button size="small" onClick={() => open(into.id)}>
        {texts.tickets.openNumber(into.number)}
      </Button>
      <Button size="small" look="quiet" onClick={() => void unmergeTicket(ticket)}>
        {texts.tickets.takeApart}
      </Button>
    </p>
  )
}
