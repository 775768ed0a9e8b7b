import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useEffect, useRef } from 'react'
import type { Conversation } from '../../protocol/entities.ts'
import { dayOrTime, fullTime, length } from '../components/time.tsx'
import { MoodBadge } from '../feed/mood.tsx'
import { rowHeight, subjectOf, VisitorName } from '../feed/row.tsx'
import { useShortcuts } from '../shell/shortcuts.ts'
import { outcomeNames } from '../transcript/ending.tsx'
import { warm } from '../transcript/reader.ts'

interface CompletedListProps {
  rows: Conversation[]
  total: number
  chosen: string | null
  onChoose: (id: string) => void
  onEnd: () => void
}

export function CompletedList({ rows, total, chosen, onChoose, onEnd }: CompletedListProps) {
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => box.current, estimateSize: () => rowHeight, overscan: 8 })
  const last = virtual.range?.endIndex ?? 0
  useEffect(() => {
    if (last >= rows.length - 15) onEnd()
  }, [last, rows.length, onEnd])
  const step = (by: number) => {
    const at = rows.findIndex(({ id }) => id === chosen)
    const place = Math.min(rows.length - 1, Math.max(0, at + by))
    virtual.scrollToIndex(place, { align: 'auto' })
    onChoose(rows[place]!.id)
  }
  useShortcuts({ J: () => step(1), ArrowDown: () => step(1), K: () => step(-1), ArrowUp: () => step(-1) })
  return (
    <div ref={box} role="list" aria-label="Completed conversations" className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
      <div style={{ height: virtual.getTotalSize() }} className="relative">
        {virtual.getVirtualItems().map(({ key, index, start }) => (
          <div key={key} role="listitem" style={{ transform: `translateY(${start}px)`, height: rowHeight }} className="absolute inset-x-0 top-0">
            <CompletedRow row={rows[index]!} place={index} total={total} chosen={rows[index]!.id === chosen} />
          </div>
        ))}
      </div>
    </div>
  )
}

const CompletedRow = memo(function CompletedRow({ row, place, total, chosen }: { row: Conversation; place: number; total: number; chosen: boolean }) {
  const ended = row.completedAt ?? row.openedAt
  return (
    <Link
      to="/inbox/completed/$id"
      params={{ id: row.id }}
      search={true}
      aria-current={chosen ? 'true' : undefined}
      aria-posinset={place + 1}
      aria-setsize={total}
      onPointerEnter={() => warm(row.id)}
      className={`flex h-full flex-col justify-center gap-0.5 border-b border-line px-3 transition-colors focus-visible:-outline-offset-2 ${chosen ? 'bg-chosen' : 'hover:bg-hover'}`}
    >
      <span className="flex items-center gap-2">
        <VisitorName conversation={row} />
        <span className="flex-1" />
        <MoodBadge reading={row.mood} />
        <time dateTime={new Date(ended).toISOString()} title={fullTime(ended)} className="min-w-10 shrink-0 text-end text-xs text-faint tabular-nums">
          {dayOrTime(ended)}
        </time>
      </span>
      <span className="flex items-center gap-2 text-xs text-soft">
        <span className="min-w-0 flex-1 truncate">{subjectOf(row)}</span>
        {row.outcome && <span className="shrink-0 font-medium">{outcomeNames[row.outcome.kind]}</span>}
        <span className="shrink-0 text-faint">{length(ended - row.openedAt)}</span>
      </span>
    </Link>
  )
})
