import { Link } from '@tanstack/react-router'
import type { Ticket } from '../../protocol/entities.ts'
import { Avatar } from '../components/avatar.tsx'
import { Empty, Trouble } from '../components/empty.tsx'
import { Age } from '../components/time.tsx'
import { call } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { Page } from '../shell/screen.tsx'
import { TicketBadge } from './badge.tsx'

export function TicketsScreen({ mine }: { mine: boolean }) {
  const { value, error, again } = useLoad(String(mine), () => call('GET /api/tickets', { query: mine ? { mine: 'true' } : {} }))
  return (
    <Page name={mine ? 'Assigned to me' : 'Tickets'}>
      {error ? (
        <Trouble again={again}>{error}</Trouble>
      ) : (
        value && (value.tickets.length ? <TicketList tickets={value.tickets} /> : <NoTickets mine={mine} />)
      )}
    </Page>
  )
}

function TicketList({ tickets }: { tickets: Ticket[] }) {
  return (
    <ul className="border-t border-line">
      {tickets.map(({ id, number, subject, status, assignee, changedAt, conversationId }) => (
        <li key={id}>
          <Link
            to="/inbox/live/$id"
            params={{ id: conversationId }}
            className="flex min-h-11 items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 transition-colors hover:bg-hover focus-visible:-outline-offset-2 max-sm:flex-wrap"
          >
            <span className="w-10 shrink-0 text-faint tabular-nums">#{number}</span>
            <span className="min-w-0 flex-1 truncate font-medium">{subject}</span>
            <span className="flex items-center gap-3 max-sm:w-full max-sm:ps-13">
              <TicketBadge status={status} />
              <span className="flex w-40 items-center gap-1.5 truncate text-soft max-sm:w-auto">
                {assignee ? (
                  <>
                    <Avatar person={assignee} label={false} /> {assignee.name}
                  </>
                ) : (
                  'Nobody'
                )}
              </span>
              <Age since={changedAt} className="w-10 text-end text-xs text-faint" />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

function NoTickets({ mine }: { mine: boolean }) {
  return (
    <div className="flex h-full">
      <Empty title={mine ? 'No ticket is assigned to you' : 'No tickets yet'}>
        <p>Taking over a chat opens one, assigned to whoever took it.</p>
      </Empty>
    </div>
  )
}
