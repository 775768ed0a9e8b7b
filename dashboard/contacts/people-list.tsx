import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Avatar } from '../components/avatar.tsx'
import { dayOrTime, fullTime } from '../components/time.tsx'

interface Line {
  id: string
  name: string
  mark?: ReactNode
  about: string
  seenAt: number
}

/** Contacts or companies, whoever was seen last first. */
export function PeopleList({
  lines,
  to,
  label,
}: {
  lines: Line[]
  to: '/contacts/$id' | '/companies/$id'
  label: string
}) {
  return (
    <ul aria-label={label} className="min-h-0 flex-1 overflow-y-auto">
      {lines.map(({ id, name, mark, about, seenAt }) => (
        <li key={id} className="[contain-intrinsic-size:auto_60px] [content-visibility:auto]">
          <Link
            to={to}
            params={{ id }}
            search={true}
            activeProps={{ className: 'bg-chosen' }}
            inactiveProps={{ className: 'hover:bg-hover' }}
            className="flex h-15 items-center gap-3 border-b border-line px-3 transition-colors focus-visible:-outline-offset-2"
          >
            <Avatar person={{ id, name, image: null }} size={28} label={false} />
            <span className="flex min-w-0 flex-1 flex-col gap-0.5">
              <span className="flex items-center gap-1">
                <span className="truncate font-medium">{name}</span>
                {mark}
                <span className="flex-1" />
                <time title={fullTime(seenAt)} className="shrink-0 ps-2 text-xs text-faint tabular-nums">
                  {dayOrTime(seenAt)}
                </time>
              </span>
              <span className="truncate text-xs text-soft">{about}</span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
