import { Link } from '@tanstack/react-router'
import { Users } from 'lucide-react'
import type { SegmentKind } from '../../protocol/segments/filter.ts'
import { useStore } from '../session/use.ts'
import { texts } from '../texts.ts'
import { segmentIcons } from './icons.tsx'
import { segments } from './segments.ts'

/** The segments of a kind, as places of the sidebar. */
export function SegmentLinks({ kind }: { kind: SegmentKind }) {
  const all = useStore(segments) ?? []
  return all
    .filter((each) => each.kind === kind)
    .map(({ id, name, icon, count, shared }) => {
      const Icon = segmentIcons[icon]
      return (
        <li key={id}>
          <Link
            to={`/${kind}`}
            search={{ segment: id }}
            activeProps={{ className: 'bg-chosen text-ink! font-medium' }}
            className="flex h-8 items-center gap-2 rounded-md ps-8 pe-2 text-soft transition-colors hover:bg-hover hover:text-ink"
          >
            <Icon size={14} aria-hidden className="-ms-0.5 shrink-0" />
            <span className="min-w-0 flex-1 truncate">{name}</span>
            {shared && (
              <Users
                size={12}
                role="img"
                aria-label={texts.segments.sharedWithTheTeam}
                className="shrink-0 text-faint"
              />
            )}
            <span className="text-xs text-faint tabular-nums">{count}</span>
          </Link>
        </li>
      )
    })
}
