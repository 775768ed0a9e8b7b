import { Link } from '@tanstack/react-router'
import type { Report } from '../../protocol/reports.ts'
import type { CompletedSearch } from '../completed/search.ts'
import { texts } from '../texts.ts'

type Total = Report['total']

interface Figure {
  name: string
  of: (total: Total) => string
  search: CompletedSearch
}

const share = (part: (total: Total) => number) => (total: Total) =>
  total.conversations ? `${Math.round((100 * part(total)) / total.conversations)} %` : '–'

const figures: Figure[] = [
  { name: texts.reports.conversations, of: ({ conversations }) => String(conversations), search: {} },
  { name: texts.reports.resolved, of: share(({ resolved }) => resolved), search: { outcome: 'resolved' } },
  { name: texts.reports.escalated, of: share(({ escalated }) => escalated), search: { outcome: 'escalated' } },
  { name: texts.reports.answered, of: share(({ answered }) => answered), search: { outcome: 'answered' } },
  { name: texts.reports.abandoned, of: share(({ abandoned }) => abandoned), search: { outcome: 'abandoned' } },
  {
    name: texts.reports.aiScore,
    of: ({ score }) => (score === null ? '–' : String(Math.round(score))),
    search: { sort: 'worst' },
  },
  {
    name: texts.reports.unhappyAtTheEnd,
    of: share(({ moods }) => moods.angry + moods.frustrated),
    search: { sort: 'unhappy' },
  },
]

interface FiguresProps {
  total: Total
  /** Of as many days before. */
  before: Total
  bounds: CompletedSearch
}

/** The whole time in seven numbers, and what each was before. */
export function Figures({ total, before, bounds }: FiguresProps) {
  return (
    <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-4 2xl:grid-cols-7">
      {figures.map(({ name, of, search }) => (
        <li key={name}>
          <Link
            to="/inbox/completed"
            search={{ ...bounds, ...search }}
            className="flex h-full flex-col gap-1 rounded-md border border-line p-3 transition-colors hover:bg-hover"
          >
            <span className="flex-1 text-xs text-soft">{name}</span>
            <span className="flex flex-wrap items-baseline gap-x-2">
              <span className="text-lg leading-tight font-semibold tabular-nums">{of(total)}</span>
              {before.conversations > 0 && (
                <span title={texts.reports.inTheTimeBefore} className="text-xs text-faint tabular-nums">
                  {texts.reports.before(of(before))}
                </span>
              )}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
