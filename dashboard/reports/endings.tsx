import { Link } from '@tanstack/react-router'
import type { ReportGroup } from '../../protocol/reports.ts'
import type { CompletedSearch } from '../completed/search.ts'
import { texts } from '../texts.ts'
import type { Series } from './chart.tsx'

const shown = 8

/** How the conversations of each topic ended, as shares. The counts are in the table of topics below. */
export function Endings({
  groups,
  outcomes,
  searchOf,
}: {
  groups: ReportGroup[]
  outcomes: Series[]
  searchOf: (group: ReportGroup) => CompletedSearch
}) {
  return (
    <figure>
      <figcaption className="mb-2 text-md font-semibold">{texts.reports.howTopicsEnded}</figcaption>
      <ul aria-label={texts.reports.howTopicsEnded} className="flex flex-col gap-1.5">
        {groups.slice(0, shown).map((group) => (
          <li key={group.id} className="grid grid-cols-[minmax(0,14rem)_1fr_4rem] items-center gap-3">
            <Link
              to="/inbox/completed"
              search={searchOf(group)}
              className="truncate rounded-sm text-accent-text underline underline-offset-2"
            >
              {group.name}
            </Link>
            <Shares group={group} outcomes={outcomes} />
            <span className="text-end tabular-nums">{percent(group.resolved, group)}</span>
          </li>
        ))}
      </ul>
    </figure>
  )
}

const percent = (part: number, { conversations }: ReportGroup) => `${Math.round((100 * part) / conversations)} %`
const countOf = (group: ReportGroup, key: string) =>
  group[key as 'resolved' | 'escalated' | 'answered' | 'abandoned' | 'noQuestion']

function Shares({ group, outcomes }: { group: ReportGroup; outcomes: Series[] }) {
  const said = outcomes
    .filter(({ key }) => countOf(group, key))
    .map(({ key, name }) => `${name} ${percent(countOf(group, key), group)}`)
    .join(', ')
  return (
    <span
      role="img"
      aria-label={`${group.name}: ${said}`}
      title={said}
      className="flex h-3 overflow-hidden rounded-sm bg-sunken"
    >
      {outcomes.map(({ key, color }) => (
        <span
          key={key}
          style={{ width: `${(100 * countOf(group, key)) / group.conversations}%`, background: color }}
        />
      ))}
    </span>
  )
}
