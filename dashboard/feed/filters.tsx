import { Search, SlidersHorizontal, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Select, type Option } from '../components/select.tsx'
import { fieldLook } from '../components/field.tsx'
import { Button, IconButton } from '../components/button.tsx'
import { call } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { useCommands } from '../shell/commands.ts'
import { texts } from '../texts.ts'
import { moodNames } from './mood.tsx'
import { countFilters, isFiltering, nothingChosen, type FeedSearch } from './search.ts'

type Name = 'mood' | 'holder' | 'agent' | 'topic' | 'presence' | 'watched'
type Named = [label: string, any: string, options: Option<string>[]]

const listed = (names: Record<string, string>): Option<string>[] =>
  Object.entries(names).map(([value, label]) => ({ value, label }))

const fixed: [Name, ...Named][] = [
  ['mood', texts.feed.mood, texts.feed.anyMood, listed({ unhappy: texts.feed.frustratedOrAngry, ...moodNames })],
  [
    'holder',
    texts.feed.holder,
    texts.feed.heldByAnyone,
    listed({ ai: texts.feed.heldByTheAi, operator: texts.feed.heldByAPerson, me: texts.feed.heldByMe }),
  ],
  [
    'presence',
    texts.feed.presence,
    texts.feed.anyPresence,
    listed({ active: texts.feed.active, idle: texts.feed.idle, gone: texts.feed.gone }),
  ],
  [
    'watched',
    texts.feed.watched,
    texts.feed.watchedOrNot,
    listed({ anyone: texts.feed.watchedByAnyone, me: texts.feed.watchedByMe, nobody: texts.feed.watchedByNobody }),
  ],
]

const sorts: Option<NonNullable<FeedSearch['sort']> | 'need'>[] = [
  { value: 'need', label: texts.feed.needsYouFirst },
  { value: 'waiting', label: texts.feed.waitingLongest },
  { value: 'mood', label: texts.feed.worstMoodFirst },
  { value: 'newest', label: texts.feed.newestFirst },
]

interface FiltersProps {
  search: FeedSearch
  onChange: (part: FeedSearch) => void
}

export function Filters({ search, onChange }: FiltersProps) {
  const count = countFilters(search)
  const [open, setOpen] = useState(count > 0)
  return (
    <div className="flex flex-col gap-1 border-b border-line px-3 pb-2">
      <SearchField
        value={search.q ?? ''}
        label={texts.feed.searchByNameTopic}
        onChange={(q) => onChange({ q: q || undefined })}
      />
      <div className="-mx-2 flex items-center justify-between">
        <Select
          label={texts.feed.sort}
          shown
          value={search.sort ?? 'need'}
          options={sorts}
          onChange={(sort) => onChange({ sort: sort === 'need' ? undefined : sort })}
        />
        <span className="flex items-center">
          {isFiltering(search) && (
            <IconButton label={texts.feed.clearFilters} size="tiny" onClick={() => onChange(nothingChosen)}>
              <X size={14} aria-hidden />
            </IconButton>
          )}
          <Button size="small" look="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
            <SlidersHorizontal size={14} aria-hidden />
            {texts.feed.filters}
            {count > 0 && ` ${count}`}
          </Button>
        </span>
      </div>
      {open && <AllFilters search={search} onChange={onChange} />}
    </div>
  )
}

function AllFilters({ search, onChange }: FiltersProps) {
  const { value: choices, reload } = useLoad('choices', () => call('GET /api/feed/choices'))
  const found: [Name, ...Named][] = [
    [
      'agent',
      texts.feed.agent,
      texts.feed.anyAgent,
      (choices?.agents ?? []).map(({ id, name }) => ({ value: id, label: name })),
    ],
    [
      'topic',
      texts.feed.topic,
      texts.feed.anyTopic,
      (choices?.topics ?? []).map((topic) => ({ value: topic, label: topic })),
    ],
  ]
  return (
    <div className="-mx-2 flex flex-wrap items-center" onPointerEnter={reload}>
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
  )
}

/** What the address names is shown even while the list is on its way, or when it is no longer in it. */
const withChosen = (options: Option<string>[], chosen: string | undefined) =>
  chosen && !options.some(({ value }) => value === chosen)
    ? [...options, { value: chosen, label: chosen }]
    : options

/** Asks while one types, a moment after the last key. "/" comes here from anywhere. */
export function SearchField({
  value,
  label,
  onChange,
}: {
  value: string
  label: string
  onChange: (text: string) => void
}) {
  const [text, setText] = useState(value)
  const field = useRef<HTMLInputElement>(null)
  const change = useRef(onChange)
  change.current = onChange
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => change.current(text), 150)
    return () => clearTimeout(timer)
  }, [text, value])
  useCommands({ search: () => field.current?.select() })
  return (
    <label className="relative block">
      <Search size={14} aria-hidden className="absolute top-1/2 left-2.5 -translate-y-1/2 text-faint" />
      <span className="sr-only">{label}</span>
      <input
        ref={field}
        type="search"
        value={text}
        maxLength={200}
        placeholder={label}
        onChange={(event) => setText(event.target.value)}
        className={`h-8 ps-8! ${fieldLook}`}
      />
    </label>
  )
}
