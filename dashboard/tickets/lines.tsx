import { NotebookPen, Ticket } from 'lucide-react'
import { memo } from 'react'
import type { Comment, TicketMark } from '../../protocol/tickets/shapes.ts'
import { Avatar } from '../components/avatar.tsx'
import { Clock } from '../components/time.tsx'
import { texts } from '../texts.ts'

/** A note to colleagues: framed and marked, so that nobody takes it for words the visitor has seen. */
export const CommentEntry = memo(function CommentEntry({
  comment: { id, by, at, text },
  fate,
}: {
  comment: Comment
  fate?: string
}) {
  return (
    <div id={`c-${id}`} className="px-4 ps-12.5 pt-3">
      <div className="max-w-xl rounded-md border border-dashed border-line-strong bg-sunken px-3 py-2">
        <p className="flex items-center gap-1.5 text-xs text-soft">
          <NotebookPen size={12} aria-hidden />
          <Avatar person={by} size={14} label={false} />
          <span>
            <span className="font-semibold">{by.name}</span> {texts.tickets.notedForTheTeam}
          </span>
          <Clock at={at} />
        </p>
        <p className="mt-0.5 text-md wrap-break-word whitespace-pre-wrap">{text}</p>
        {fate && <p className="mt-0.5 text-xs text-soft">{fate}</p>}
      </div>
    </div>
  )
})

export const TicketLine = memo(function TicketLine({
  mark: { by, at },
  changes,
}: {
  mark: TicketMark
  changes: string
}) {
  return (
    <p className="flex items-start gap-2 px-4 ps-12.5 pt-3 text-xs text-soft">
      <Ticket size={13} aria-hidden className="mt-px shrink-0" />
      <span>
        {changes}
        {by && texts.tickets.by(by.name)}. <Clock at={at} />
      </span>
    </p>
  )
})
