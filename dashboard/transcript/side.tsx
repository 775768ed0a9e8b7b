import { Link } from '@tanstack/react-router'
import { ExternalLink } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Conversation } from '../../protocol/entities.ts'
import { Badge } from '../components/badge.tsx'
import { dayOrTime, fullTime } from '../components/time.tsx'
import { presenceWord } from '../feed/presence.tsx'
import { nameOf, subjectOf } from '../feed/row.tsx'
import { call } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { TicketBadge } from '../tickets/badge.tsx'
import { outcomeNames } from './ending.tsx'

/** What one wants to know about the visitor beside the words. */
export function Side({ conversation }: { conversation: Conversation }) {
  const { visitor, page, ticket, presence, presenceAt, openedAt } = conversation
  return (
    <div className="flex flex-col gap-5 p-4">
      <Part name="Visitor">
        <p className="font-medium">{nameOf(visitor)}</p>
        {visitor.email && <p className="wrap-anywhere text-soft">{visitor.email}</p>}
        <p className="mt-1 flex gap-1">
          <Badge tone={visitor.verified ? 'accent' : 'plain'} title={visitor.verified ? 'The site proved who this is' : 'Nothing proves who this is'}>
            {visitor.verified ? 'Verified' : visitor.identified ? 'Identified, not verified' : 'Not identified'}
          </Badge>
        </p>
        <p className="mt-1 text-xs text-faint" title={fullTime(presenceAt)}>
          {presenceWord(presence)}, opened {dayOrTime(openedAt)}
        </p>
      </Part>
      <Part name="Page">{page ? <PageLink url={page.url} title={page.title} /> : <p className="text-faint">Not known yet</p>}</Part>
      <Part name="Ticket">
        {ticket ? (
          <p className="flex flex-wrap items-center gap-2">
            <span className="tabular-nums">#{ticket.number}</span>
            <TicketBadge status={ticket.status} />
            <span className="text-soft">{ticket.assignee?.name}</span>
          </p>
        ) : (
          <p className="text-faint">None. Taking over opens one.</p>
        )}
      </Part>
      <Part name="Earlier conversations">
        <Earlier id={conversation.id} />
      </Part>
    </div>
  )
}

function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section aria-label={name}>
      <h3 className="mb-1 text-xs font-medium text-faint">{name}</h3>
      {children}
    </section>
  )
}

/** The address is the visitor's browser's word: shown as it is, followed only when it is a web address. */
function PageLink({ url, title }: { url: string; title: string }) {
  const shown = (
    <>
      <span className="block font-medium">{title || url}</span>
      <span className="block text-xs wrap-anywhere text-faint">{url}</span>
    </>
  )
  if (!/^https?:/i.test(url)) return shown
  return (
    <a href={url} target="_blank" rel="noopener noreferrer" className="block rounded-sm hover:text-accent-text">
      {shown}
      <ExternalLink size={12} className="sr-only" aria-label="opens in a new tab" />
    </a>
  )
}

function Earlier({ id }: { id: string }) {
  const { value, error } = useLoad(id, () => call('GET /api/conversations/:id/earlier', { params: { id } }))
  if (error) return <p className="text-bad">{error}</p>
  if (!value) return <p className="h-10" aria-busy="true" />
  if (!value.conversations.length) return <p className="text-faint">None</p>
  return (
    <ul className="-mx-2 flex flex-col">
      {value.conversations.map((each) => (
        <li key={each.id}>
          <Link
            to={each.status === 'live' ? '/inbox/live/$id' : '/inbox/completed/$id'}
            params={{ id: each.id }}
            className="block rounded-md px-2 py-1 transition-colors hover:bg-hover"
          >
            <span className="block truncate">{subjectOf(each)}</span>
            <span className="block text-xs text-faint">
              {dayOrTime(each.openedAt)}
              {each.outcome && ` · ${outcomeNames[each.outcome.kind]}`}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
