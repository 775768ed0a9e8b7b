import { Link } from '@tanstack/react-router'
import type { Conversation, Ticket } from '../../protocol/entities.ts'
import { dayOrTime, fullTime } from '../components/time.tsx'
import { MoodBadge } from '../feed/mood.tsx'
import { subjectOf } from '../feed/row.tsx'
import { texts } from '../texts.ts'
import { TicketBadge } from '../tickets/badge.tsx'
import { outcomeNames } from '../components/ending.tsx'
import { None } from './group.tsx'

const rowLook = 'block rounded-md px-2 py-1 transition-colors hover:bg-hover'

function stateOf({ status, outcome }: Conversation): string {
  if (status === 'live') return texts.contacts.liveNow
  return outcome ? outcomeNames[outcome.kind] : texts.contacts.completed
}

/** Conversations and what became of them. `who` where they are several people's. */
export function Past({ conversations, who = false }: { conversations: Conversation[]; who?: boolean }) {
  if (!conversations.length) return <None />
  return (
    <ul className="-mx-2 flex flex-col">
      {conversations.map((each) => (
        <li key={each.id}>
          <Link
            to={each.status === 'live' ? '/inbox/live/$id' : '/inbox/completed/$id'}
            params={{ id: each.id }}
            className={rowLook}
          >
            <span className="flex items-center gap-2">
              <span className="min-w-0 flex-1 truncate">{subjectOf(each)}</span>
              <MoodBadge reading={each.mood} spark={false} />
            </span>
            <span className="block truncate text-xs text-faint">
              <time title={fullTime(each.openedAt)}>{dayOrTime(each.openedAt)}</time>
              {` · ${stateOf(each)}`}
              {who && ` · ${each.visitor.name ?? texts.contacts.anonymous}`}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

export function TicketLines({ tickets }: { tickets: Ticket[] }) {
  if (!tickets.length) return <None>{texts.contacts.noneTakingOverOpens}</None>
  return (
    <ul className="-mx-2 flex flex-col">
      {tickets.map(({ id, number, subject, status, assignee, conversationId }) => (
        <li key={id}>
          <Link to="/tickets/$id" params={{ id: conversationId }} className={rowLook}>
            <span className="flex items-center gap-2">
              <span className="text-faint tabular-nums">#{number}</span>
              <span className="min-w-0 flex-1 truncate">{subject}</span>
              <TicketBadge status={status} />
            </span>
            {assignee && <span className="block text-xs text-faint">{assignee.name}</span>}
          </Link>
        </li>
      ))}
    </ul>
  )
}
