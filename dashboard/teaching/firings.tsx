import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Firing } from '../../protocol/teaching/shapes.ts'
import { ErrorMessage } from '../components/empty.tsx'
import { dayOrTime, fullTime } from '../components/time.tsx'
import { call } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { texts } from '../texts.ts'

/** The replies that a lesson or a correction went into, each with its place, and what may be done `beside` it. */
export function Firings({
  kind,
  id,
  beside,
}: {
  kind: 'lessons' | 'corrections'
  id: string
  beside?: (firing: Firing) => ReactNode
}) {
  const { value, error, reload } = useLoad(`${kind} ${id}`, () =>
    kind === 'lessons'
      ? call('GET /api/lessons/:id/firings', { params: { id } })
      : call('GET /api/corrections/:id/firings', { params: { id } }),
  )
  if (error) return <ErrorMessage reload={reload}>{error}</ErrorMessage>
  if (!value) return <p className="h-8" aria-busy="true" />
  if (!value.firings.length) return <p className="text-faint">{texts.teaching.inNoReplySo}</p>
  return (
    <ul aria-label={texts.teaching.repliesItWentInto} className="flex flex-col">
      {value.firings.map((firing) => (
        <OneFiring key={firing.messageId} firing={firing} beside={beside?.(firing)} />
      ))}
    </ul>
  )
}

function OneFiring({
  firing: { conversationId, messageId, at, text, visitor },
  beside,
}: {
  firing: Firing
  beside: ReactNode
}) {
  return (
    <li className="flex items-baseline gap-2">
      <Link
        to="/inbox/live/$id"
        params={{ id: conversationId }}
        hash={`m-${messageId}`}
        className="flex min-w-0 flex-1 items-baseline gap-2 rounded-sm py-0.5 transition-colors hover:bg-hover"
      >
        <span className="w-32 shrink-0 truncate font-medium">{visitor ?? texts.teaching.anonymous}</span>
        <span className="min-w-0 flex-1 truncate text-soft">{text}</span>
        <time title={fullTime(at)} className="text-xs text-faint">
          {dayOrTime(at)}
        </time>
      </Link>
      {beside}
    </li>
  )
}
