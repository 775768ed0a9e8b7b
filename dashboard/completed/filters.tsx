import { SlidersHorizontal } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../components/button.tsx'
import { fieldLook } from '../components/field.tsx'
import { Select, type Option } from '../components/select.tsx'
import { SearchField } from '../feed/filters.tsx'
import { moodNames } from '../feed/mood.tsx'
import { call } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { texts } from '../texts.ts'
import { outcomeNames } from '../components/ending.tsx'
import { countFilters, nothingChosen, type CompletedSearch } from './search.ts'

type Name = 'outcome' | 'mood' | 'score' | 'rating' | 'reviewed' | 'agent' | 'operator' | 'topic'
type Named = [label: string, any: string, options: Option<string>[]]

const listed = (names: Record<string, string>): Option<string>[] =>
  Object.entries(names).map(([value, label]) => ({ value, label }))

const fixed: [Name, ...Named][] = [
  ['outcome', texts.completed.outcome, texts.completed.anyOutcome, listed(outcomeNames)],
  [
    'score',
    texts.completed.score,
    texts.completed.anyScore,
    listed({
      low: texts.completed.scoreBelow40,
      middle: texts.completed.score40To69,
      high: texts.completed.score70AndMore,
    }),
  ],
  [
    'rating',
    texts.completed.rating,
    texts.completed.anyRating,
    listed({
      down: texts.completed.thumbedDown,
      up: texts.completed.thumbedUp,
      none: texts.completed.notRated,
      corrected: texts.completed.corrected,
    }),
  ],
  ['mood', texts.completed.mood, texts.completed.anyMood, listed(moodNames)],
  [
    'reviewed',
    texts.completed.reviewed,
    texts.completed.reviewedOrNot,
    listed({ no: texts.completed.notReviewed, yes: texts.completed.reviewed }),
  ],
]

const sorts: Option<NonNullable<CompletedSearch['sort']> | 'newest'>[] = [
  { value: 'newest', label: texts.completed.newestFirst },
  { value: 'oldest', label: texts.completed.oldestFirst },
  { value: 'worst', label: texts.completed.worstScoreFirst },
  { value: 'best', label: texts.completed.bestScoreFirst },
  { value: 'down', label: texts.completed.mostThumbsDown },
  { value: 'up', label: texts.completed.mostThumbsUp },
  { value: 'unhappy', label: texts.completed.unhappiestFirst },
  { value: 'happy', label: texts.completed.happiestFirst },
  { value: 'outcome', label: texts.completed.byOutcome },
  { value: 'reviewed', label: texts.completed.lastReviewedFirst },
  { value: 'topic', label: texts.completed.byTopic },
  { value: 'agent', label: texts.completed.byAgent },
  { value: 'operator', label: texts.completed.byOperator },
]

interface FiltersProps {
  search: CompletedSearch
  onChange: (part: CompletedSearch) => void
}

export function CompletedFilters({ search, onChange }: FiltersProps) {
  const count = countFilters(search)
  const [open, setOpen] = useState(count > 0 && !isQueue(search))
  return (
    <div className="flex flex-col gap-1.5 border-b border-line px-3 pb-2">
      <SearchField
        value={search.q ?? ''}
        label={texts.completed.searchNamesTopicsAnd}
        onChange={(q) => onChange({ q: q || undefined })}
      />
      <div className="flex flex-wrap items-center justify-between gap-1">
        <Queue search={search} onChange={onChange} />
        <span className="-me-2 flex items-center">
          <Select
            label={texts.completed.sort}
            value={search.sort ?? 'newest'}
            options={sorts}
            onChange={(sort) => onChange({ sort: sort === 'newest' ? undefined : sort })}
          />
          <Button size="small" look="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
            <SlidersHorizontal size={14} aria-hidden />
            {texts.completed.filters}
            {count > 0 && ` ${count}`}
          </Button>
        </span>
      </div>
      {open && <AllFilters search={search} onChange={onChange} />}
    </div>
  )
}

const isQueue = ({ sort, reviewed }: CompletedSearch) => sort === 'worst' && reviewed === 'no'

/** Everything, or what nobody has looked at yet with the worst on top. */
function Queue({ search, onChange }: FiltersProps) {
  const queue = isQueue(search)
  const look = (on: boolean) =>
    `h-7 rounded-md px-2 transition-colors ${on ? 'bg-chosen font-medium text-ink' : 'text-soft hover:bg-hover'}`
  return (
    <span role="group" aria-label={texts.completed.which} className="-ms-2 flex">
      <button
        type="button"
        aria-pressed={!queue}
        className={look(!queue)}
        onClick={() => onChange({ sort: undefined, reviewed: undefined })}
      >
        {texts.completed.all}
      </button>
      <button
        type="button"
        aria-pressed={queue}
        title={texts.completed.worstFirstUnreviewed}
        className={look(queue)}
        onClick={() => onChange({ sort: 'worst', reviewed: 'no' })}
      >
        {texts.completed.toReview}
      </button>
    </span>
  )
}

function AllFilters({ search, onChange }: FiltersProps) {
  const { value: choices } = useLoad('choices', () => call('GET /api/conversations/choices'))
  const named = (list: { id: string; name: string }[] = []) =>
    list.map(({ id, name }) => ({ value: id, label: name }))
  const found: [Name, ...Named][] = [
    ['agent', texts.completed.agent, texts.completed.anyAgent, named(choices?.agents)],
    ['operator', texts.completed.operator, texts.completed.anyOperator, named(choices?.operators)],
    [
      'topic',
      texts.completed.topic,
      texts.completed.anyTopic,
      (choices?.topics ?? []).map((topic) => ({ value: topic, label: topic })),
    ],
  ]
  return (
    <div className="flex flex-col gap-1.5">
      <div className="-mx-2 flex flex-wrap items-center">
        {[...fixed, ...found].map(([name, label, any, options]) => (
          <Select
            key={name}
            label={label}
            value={search[name] ?? 'any'}
            options={[{ value: 'any', label: any }, ...withChosen(options, search[name])]}
            onChange={(value) => onChange({ [name]: value === 'any' ? undefined : value })}
          />
        ))}
      </div>
      <div className="flex flex-wrap items-center gap-2 text-soft">
        <Day label={texts.completed.from} value={search.from} onChange={(from) => onChange({ from })} />
        <Day label={texts.completed.to} value={search.until} onChange={(until) => onChange({ until })} />
        {countFilters(search) > 0 && (
          <Button size="small" look="quiet" onClick={() => onChange({ ...nothingChosen, q: search.q })}>
            {texts.completed.clear}
          </Button>
        )}
      </div>
    </div>
  )
}

/** What the address names is shown even while the list is on its way, or when it is no longer in it. */
const withChosen = (options: Option<string>[], chosen: string | undefined) =>
  chosen && !options.some(({ value }) => value === chosen)
    ? [...options, { value: chosen, label: chosen }]
    : options

function Day({
  label,
  value,
  onChange,
}: {
  label: string
  value: string | undefined
  onChange: (day: string | undefined) => void
}) {
  return (
    <label className="flex items-center gap-1.5">
      {label}
      <input
        type="date"
        value={value ?? ''}
        onChange={({ target }) => onChange(target.value || undefined)}
        className={`h-7 w-32! px-1.5! ${fieldLook}`}
      />
    </label>
  )
}
