import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { Check, PenLine, ThumbsDown, ThumbsUp } from 'lucide-react'
import { memo, useEffect, useRef, type ReactNode } from 'react'
import type { Conversation } from '../../protocol/entities.ts'
import { dayOrTime, fullTime } from '../components/time.tsx'
import { MoodBadge } from '../feed/mood.tsx'
import { rowHeight, subjectOf, VisitorName } from '../feed/row.tsx'
import { useCommands } from '../shell/commands.ts'
import { texts } from '../texts.ts'
import { outcomeNames } from '../components/ending.tsx'
import { prefetch } from '../conversation/reader.ts'
import { ScoreMark } from '../components/score.tsx'
import { place } from './place.ts'

interface CompletedListProps {
  rows: Conversation[]
  total: number
  chosen: string | null
  onChoose: (id: string) => void
  onEnd: () => void
}

const nearEnd = 15

export function CompletedList({ rows, total, chosen, onChoose, onEnd }: CompletedListProps) {
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  })
  const last = virtual.range?.endIndex ?? 0
  useEffect(() => {
    if (last >= rows.length - nearEnd) onEnd()
  }, [last, rows.length, onEnd])
  const at = rows.findIndex(({ id }) => id === chosen)
  const step = (by: number) => {
    const next = Math.min(rows.length - 1, Math.max(0, at + by))
    virtual.scrollToIndex(next, { align: 'auto' })
    // On a phone the list is hidden behind the transcript and does not scroll.
    if (next >= rows.length - nearEnd) onEnd()
    onChoose(rows[next]!.id)
  }
  const latestStep = useRef(step)
  latestStep.current = step
  useEffect(() => place.set({ at, total, step: (by) => latestStep.current(by) }), [at, total])
  useEffect(() => () => place.set(null), [])
  useCommands({
    next: () => step(1),
    previous: () => step(-1),
    enter: () => document.getElementById('transcript')?.focus(),
  })
  return (
    <div
      ref={box}
      role="list"
      aria-label={texts.completed.completedConversations}
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain"
    >
      <div style={{ height: virtual.getTotalSize() }} className="relative">
        {virtual.getVirtualItems().map(({ key, index, start }) => (
          <div
            key={key}
            role="listitem"
            aria-posinset={index + 1}
            aria-setsize={total}
            style={{ transform: `translateY(${start}px)`, height: rowHeight }}
            className="absolute inset-x-0 top-0"
          >
            <CompletedRow row={rows[index]!} chosen={rows[index]!.id === chosen} />
          </div>
        ))}
      </div>
    </div>
  )
}

const CompletedRow = memo(function CompletedRow({ row, chosen }: { row: Conversation; chosen: boolean }) {
  const ended = row.completedAt ?? row.openedAt
  return (
    <Link
      to="/inbox/completed/$id"
      params={{ id: row.id }}
      search={true}
      data-id={row.id}
      aria-current={chosen ? 'true' : undefined}
      onPointerEnter={() => prefetch(row.id)}
      className={`flex h-full flex-col justify-center gap-0.5 border-b border-line px-3 transition-colors focus-visible:-outline-offset-2 ${chosen ? 'bg-chosen' : 'hover:bg-hover'}`}
    >
      <span className="flex items-center gap-2">
        <VisitorName conversation={row} />
        {row.reviewed && (
          <Check
            size={13}
            role="img"
            aria-label={texts.completed.reviewedBy(row.reviewed.by.name)}
            className="shrink-0 text-good"
          />
        )}
        <span className="flex-1" />
        <MoodBadge reading={row.mood} />
        <time
          dateTime={new Date(ended).toISOString()}
          title={fullTime(ended)}
          className="min-w-10 shrink-0 text-end text-xs text-faint tabular-nums"
        >
          {dayOrTime(ended)}
        </time>
      </span>
      <span className="flex items-center gap-2 text-xs text-soft">
        <span className="min-w-0 flex-1 truncate">{subjectOf(row)}</span>
        <Judged row={row} />
        {row.outcome && <span className="shrink-0 font-medium">{outcomeNames[row.outcome.kind]}</span>}
        <ScoreMark score={row.score} />
      </span>
    </Link>
  )
})

function Judged({ row: { ratings, corrected } }: { row: Conversation }) {
  return (
    <>
      {ratings.up > 0 && (
        <Count icon={<ThumbsUp size={11} role="img" aria-label={texts.completed.thumbsUp} className="text-good" />}>
          {ratings.up}
        </Count>
      )}
      {ratings.down > 0 && (
        <Count
          icon={<ThumbsDown size={11} role="img" aria-label={texts.completed.thumbsDown} className="text-bad" />}
        >
          {ratings.down}
        </Count>
      )}
      {corrected.length > 0 && (
        <Count icon={<PenLine size={11} role="img" aria-label={texts.completed.corrected} className="text-warn" />}>
          {corrected.length}
        </Count>
      )}
    </>
  )
}

const Count = ({ icon, children }: { icon: ReactNode; children: number }) => (
  <span className="inline-flex shrink-0 items-center gap-0.5 tabular-nums">
    {icon}
    {children}
  </span>
)
