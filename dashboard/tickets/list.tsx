import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import type { TicketRow } from '../../protocol/tickets/routes.ts'
import { Avatar } from '../components/avatar.tsx'
import { Age } from '../components/time.tsx'
import { useCommands } from '../shell/commands.ts'
import { useSelector } from '../session/use.ts'
import { texts } from '../texts.ts'
import { prefetch } from '../conversation/reader.ts'
import { TicketBadge } from './badge.tsx'
import { mentions } from '../session/mentions.ts'

export type TicketsAt = '/tickets' | '/tickets/mine' | '/tickets/mentions'

interface TicketListProps {
  tickets: TicketRow[]
  at: TicketsAt
  /** The conversation whose thread is open. */
  open: string | null
  chosen: ReadonlySet<string>
  onChoose: (chosen: ReadonlySet<string>) => void
  onOpen: (conversationId: string) => void
}

export function TicketList({ tickets, at, open, chosen, onChoose, onOpen }: TicketListProps) {
  const list = useRef<HTMLUListElement>(null)
  const place = tickets.findIndex(({ conversationId }) => conversationId === open)
  const step = (by: number) => {
    const next = tickets[Math.min(tickets.length - 1, Math.max(0, place + by))]!
    onOpen(next.conversationId)
    list.current?.querySelector(`[data-id="${next.id}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  useCommands({
    next: () => step(1),
    previous: () => step(-1),
    enter: () => document.getElementById('transcript')?.focus(),
  })
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    onChoose(next)
  }
  return (
    <ul ref={list} aria-label={texts.tickets.tickets} className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
      {tickets.map((ticket) => (
        <li
          key={ticket.id}
          data-id={ticket.id}
          className={`group relative flex border-b border-line ${ticket.conversationId === open ? 'bg-chosen' : 'hover:bg-hover'}`}
        >
          <label className="flex w-9 shrink-0 items-center justify-center">
            <input
              type="checkbox"
              aria-label={texts.tickets.choose(ticket.number)}
              checked={chosen.has(ticket.id)}
              onChange={() => toggle(ticket.id)}
              className="size-3.5 accent-accent"
            />
          </label>
          <Row ticket={ticket} at={at} open={ticket.conversationId === open} />
        </li>
      ))}
    </ul>
  )
}

function Row({
  ticket: { conversationId, number, subject, status, assignee, changedAt, visitor, waitingSince },
  at,
  open,
}: {
  ticket: TicketRow
  at: TicketListProps['at']
  open: boolean
}) {
  const called = useSelector(mentions, (all) => all.some((each) => each.conversationId === conversationId))
  return (
    <Link
      to={`${at}/$id`}
      params={{ id: conversationId }}
      search={true}
      aria-current={open ? 'true' : undefined}
      onPointerEnter={() => prefetch(conversationId)}
      className="flex h-15 min-w-0 flex-1 flex-col justify-center gap-0.5 pe-3 focus-visible:-outline-offset-2"
    >
      <span className="flex items-center gap-2">
        {called && (
          <span
            role="img"
            aria-label={texts.tickets.mentionsYouUnread}
            title={texts.tickets.mentionsYouUnread}
            className="size-2 shrink-0 rounded-full bg-accent"
          />
        )}
        <span className="min-w-0 flex-1 truncate font-medium">{subject}</span>
        <Age since={changedAt} className="shrink-0 text-xs text-faint" />
      </span>
      <span className="flex items-center gap-2 text-xs text-soft">
        <span className="text-faint tabular-nums">#{number}</span>
        <span className="min-w-0 flex-1 truncate">
          {visitor.name ?? visitor.email ?? texts.tickets.anonymous}
          {waitingSince !== null && <span className="text-warn"> {texts.tickets.waits}</span>}
        </span>
        <TicketBadge status={status} />
        {assignee ? (
          <Avatar person={assignee} size={18} />
        ) : (
          <span className="text-faint">{texts.tickets.nobody}</span>
        )}
      </span>
    </Link>
  )
}
