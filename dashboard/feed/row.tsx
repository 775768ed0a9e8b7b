import { Link } from '@tanstack/react-router'
import { BadgeCheck, Hand } from 'lucide-react'
import { memo } from 'react'
import type { Conversation } from '../../protocol/entities.ts'
import type { FeedRow } from '../../protocol/frames.ts'
import { Faces } from '../components/avatar.tsx'
import { Age } from '../components/time.tsx'
import { warm } from '../transcript/reader.ts'
import { MoodBadge } from './mood.tsx'
import { PresenceDot } from './presence.tsx'

export const rowHeight = 60

interface RowProps {
  row: FeedRow
  place: number
  total: number
  chosen: boolean
  left: boolean
}

/** Two lines: who and how they feel; what about and who holds the pen. */
export const Row = memo(function Row({ row, place, total, chosen, left }: RowProps) {
  return (
    <Link
      to="/inbox/live/$id"
      params={{ id: row.id }}
      search={true}
      data-id={row.id}
      aria-current={chosen ? 'true' : undefined}
      aria-posinset={place + 1}
      aria-setsize={total}
      onPointerEnter={() => warm(row.id)}
      onPointerDown={() => warm(row.id)}
      className={`flex h-full animate-appear flex-col justify-center gap-0.5 border-b border-line px-3 transition-colors focus-visible:-outline-offset-2 ${chosen ? 'bg-chosen' : 'hover:bg-hover'} ${left ? 'opacity-50' : ''}`}
    >
      <span className="flex items-center gap-2">
        <PresenceDot presence={row.presence} />
        <VisitorName conversation={row} />
        <span className="flex-1" />
        {row.humanRequestedAt && row.control.holder === 'ai' && <Asked />}
        <MoodBadge reading={row.mood} />
        <Waiting conversation={row} />
      </span>
      <span className="flex items-center gap-2 ps-4 text-xs text-soft">
        <span className="min-w-0 flex-1 truncate">{subjectOf(row)}</span>
        <Faces people={row.watchers} />
        <Holder conversation={row} />
      </span>
    </Link>
  )
})

export function VisitorName({ conversation: { visitor }, className = '' }: { conversation: Conversation; className?: string }) {
  return (
    <span className={`flex min-w-0 items-center gap-1 ${className}`}>
      <span className={`truncate font-medium ${visitor.name ? '' : 'text-soft'}`}>{nameOf(visitor)}</span>
      {visitor.verified && <BadgeCheck size={14} role="img" aria-label="Verified" className="shrink-0 text-accent-text" />}
    </span>
  )
}

export const nameOf = (visitor: Conversation['visitor']) => visitor.name ?? visitor.email ?? 'Anonymous'

/** What it is about; before that is known, what was said last. */
export function subjectOf({ topic, lastMessage }: Conversation): string {
  if (topic) return topic
  if (!lastMessage) return 'Opened the chat, nothing written yet'
  return lastMessage.from === 'visitor' ? lastMessage.text : `${lastMessage.from === 'ai' ? 'AI' : 'Operator'}: ${lastMessage.text}`
}

function Asked() {
  return (
    <span title="Asks for a person" className="inline-flex shrink-0 items-center gap-1 text-xs font-medium text-bad">
      <Hand size={12} aria-hidden />
      Asks for a person
    </span>
  )
}

/** How long the visitor has been waiting for an answer; otherwise how old the conversation is, in a quieter tone. */
function Waiting({ conversation: { waitingSince, openedAt } }: { conversation: Conversation }) {
  const waits = waitingSince !== null
  return (
    <span className={`min-w-7 shrink-0 text-end text-xs ${waits ? 'font-semibold text-ink' : 'text-faint'}`}>
      <span className="sr-only">{waits ? 'waiting for' : 'opened'} </span>
      <Age since={waitingSince ?? openedAt} />
    </span>
  )
}

function Holder({ conversation: { control, agent } }: { conversation: Conversation }) {
  const byAi = control.holder === 'ai'
  return (
    <span
      className="flex max-w-40 shrink-0 items-center gap-1"
      title={byAi ? `${agent.name} (AI) holds the pen` : `${control.operator?.name} holds the pen`}
    >
      <span className={`truncate ${byAi ? '' : 'font-medium text-accent-text'}`}>{byAi ? `${agent.name} · AI` : control.operator?.name}</span>
      <Age since={control.since} className="min-w-6 text-end text-faint" />
    </span>
  )
}
