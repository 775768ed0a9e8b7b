import { BadgeCheck } from 'lucide-react'
import { memo } from 'react'
import type { Conversation } from '../../protocol/entities.ts'
import type { FeedRow, FeedSort } from '../../protocol/frames.ts'
import { Faces } from '../components/avatar.tsx'
import { Age } from '../components/time.tsx'
import { texts } from '../texts.ts'
import { boardColumns } from './board.tsx'
import { Mark } from './marks.tsx'
import { MoodBadge } from './mood.tsx'
import { reasonOf } from './need.ts'
import { PresenceDot } from './presence.tsx'

export const rowHeight = 60

interface RowProps {
  row: FeedRow
  href: string
  sort: FeedSort
  chosen: boolean
  /** It stands here only because the list is held. */
  away: boolean
  /** Over the whole width, in the columns of the board. */
  wide: boolean
}

/** Who and how they feel; their last words and who answers. A plain link: the list opens it, because thousands fly by while one scrolls. */
export const Row = memo(function Row({ row, href, sort, chosen, away, wide }: RowProps) {
  const Lines = wide ? BoardLine : TwoLines
  return (
    <a
      href={href}
      data-id={row.id}
      aria-current={chosen ? 'true' : undefined}
      title={away ? texts.feed.itHasEndedOr : reasonOf(row, sort)}
      className={`block h-full border-b border-line px-3 focus-visible:-outline-offset-2 ${chosen ? 'bg-chosen' : 'hover:bg-hover'} ${away ? 'opacity-50' : ''}`}
    >
      <Lines row={row} />
    </a>
  )
})

function TwoLines({ row }: { row: FeedRow }) {
  return (
    <span className="flex h-full flex-col justify-center gap-0.5">
      <span className="flex items-center gap-2">
        <PresenceDot conversation={row} />
        <VisitorName conversation={row} />
        <span className="flex-1" />
        <MoodBadge reading={row.mood} />
        <Waiting conversation={row} />
        <OldMark />
      </span>
      <span className="flex items-center gap-2 ps-4 text-xs text-soft">
        <Mark row={row} />
        <span className="min-w-1/3 flex-1 truncate">{lastWordsOf(row)}</span>
        <Faces people={row.watchers} />
        <Holder conversation={row} />
      </span>
    </span>
  )
}

function BoardLine({ row }: { row: FeedRow }) {
  const { company } = row.visitor
  return (
    <span className={`${boardColumns} h-full items-center`}>
      <span className="flex min-w-0 items-center gap-2">
        <PresenceDot conversation={row} />
        <span className="flex min-w-0 flex-col">
          <VisitorName conversation={row} withCompany={false} />
          {company && <span className="truncate text-xs text-soft">{company.name}</span>}
        </span>
      </span>
      <span className="flex min-w-0 items-center gap-2">
        <Mark row={row} />
        <span className="line-clamp-2 min-w-0 wrap-anywhere">{lastWordsOf(row)}</span>
      </span>
      <span className="truncate text-soft max-lg:hidden">{row.topic}</span>
      <MoodBadge reading={row.mood} />
      <span className="flex min-w-0 items-center gap-2 text-soft">
        <Holder conversation={row} />
        <Faces people={row.watchers} />
      </span>
      <span className="flex items-center justify-end gap-2">
        <Waiting conversation={row} />
        <OldMark />
      </span>
    </span>
  )
}

/** The company gives way before the name does: by far, because an ellipsis comes with a fraction of a pixel. */
export function VisitorName({
  conversation: { visitor },
  className = '',
  withCompany = true,
}: {
  conversation: Conversation
  className?: string
  withCompany?: boolean
}) {
  return (
    <span className={`flex min-w-0 items-center gap-1 ${className}`}>
      <span className={`truncate font-medium ${visitor.name ? '' : 'text-soft'}`}>{nameOf(visitor)}</span>
      {visitor.verified && (
        <BadgeCheck size={14} role="img" aria-label={texts.feed.verified} className="shrink-0 text-accent-text" />
      )}
      {withCompany && visitor.company && (
        <span className="min-w-0 shrink-[9999] truncate font-normal! text-soft">· {visitor.company.name}</span>
      )}
    </span>
  )
}

export const nameOf = (visitor: Conversation['visitor']) => visitor.name ?? visitor.email ?? texts.feed.anonymous

/** What the visitor wrote last; of conversations from before that was kept, what they are about. */
function lastWordsOf(row: Conversation): string {
  if (row.lastWords) return row.lastWords
  return row.lastMessage?.from === 'visitor' ? row.lastMessage.text : (row.topic ?? texts.feed.openedTheChatNothing)
}

/** What it is about; before that is known, what was said last. */
export function subjectOf({ topic, lastMessage }: Conversation): string {
  if (topic) return topic
  if (!lastMessage) return texts.feed.openedTheChatNothing
  return lastMessage.from === 'visitor'
    ? lastMessage.text
    : `${lastMessage.from === 'ai' ? 'AI' : texts.feed.operator}: ${lastMessage.text}`
}

/** Lights up in every row when what they show is older than 2 seconds. */
function OldMark() {
  return (
    <span
      title={texts.feed.olderThan2Seconds}
      aria-hidden
      className="hidden size-1.5 shrink-0 rounded-full bg-warn group-data-old/feed:block"
    />
  )
}

/** How long the visitor has been waiting for an answer; otherwise how old the conversation is, in a quieter tone. */
function Waiting({ conversation: { waitingSince, openedAt } }: { conversation: Conversation }) {
  const waits = waitingSince !== null
  return (
    <span className={`min-w-7 shrink-0 text-end text-xs ${waits ? 'font-semibold text-ink' : 'text-faint'}`}>
      <span className="sr-only">{waits ? texts.feed.waitingFor : texts.feed.opened} </span>
      <Age since={waitingSince ?? openedAt} />
    </span>
  )
}

function Holder({ conversation: { control, agent } }: { conversation: Conversation }) {
  const byAi = control.holder === 'ai'
  return (
    <span
      className={`max-w-28 shrink-0 truncate ${byAi ? '' : 'font-medium text-accent-text'}`}
      title={byAi ? texts.feed.aiHoldsThePen(agent.name) : texts.feed.holdsThePen(control.operator!.name)}
    >
      {byAi ? `${agent.name} · AI` : control.operator?.name}
    </span>
  )
}
