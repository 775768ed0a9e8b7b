import { Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Select, type Option } from '../components/select.tsx'
import { fieldLook } from '../components/field.tsx'
import { IconButton } from '../components/button.tsx'
import { useShortcuts } from '../shell/shortcuts.ts'
import { moodNames } from './mood.tsx'
import { isFiltering, type FeedSearch } from './search.ts'

type Any<T> = T | 'any'
const moods: Option<Any<NonNullable<FeedSearch['mood']>>>[] = [
  { value: 'any', label: 'Any mood' },
  { value: 'unhappy', label: 'Frustrated or angry' },
  ...Object.entries(moodNames).map(([value, label]) => ({ value: value as 'happy', label })),
]
const holders: Option<Any<NonNullable<FeedSearch['holder']>>>[] = [
  { value: 'any', label: 'Anyone' },
  { value: 'ai', label: 'AI' },
  { value: 'operator', label: 'A person' },
  { value: 'me', label: 'Me' },
]
const presences: Option<Any<NonNullable<FeedSearch['presence']>>>[] = [
  { value: 'any', label: 'Any presence' },
  { value: 'active', label: 'Active' },
  { value: 'idle', label: 'Idle' },
  { value: 'gone', label: 'Gone' },
]
const sorts: Option<Any<NonNullable<FeedSearch['sort']>>>[] = [
  { value: 'any', label: 'Needs you first' },
  { value: 'waiting', label: 'Waiting longest' },
  { value: 'mood', label: 'Mood, worst first' },
  { value: 'newest', label: 'Newest first' },
]

const given = <T extends string>(value: Any<T>): T | undefined => (value === 'any' ? undefined : (value as T))

export function Filters({ search, onChange }: { search: FeedSearch; onChange: (change: FeedSearch) => void }) {
  return (
    <div className="flex flex-col gap-1 border-b border-line px-3 pb-2">
      <SearchField value={search.q ?? ''} label="Search by name, topic or words" onChange={(q) => onChange({ q: q || undefined })} />
      <div className="-mx-2 flex items-center overflow-x-auto">
        <Select label="Mood" value={search.mood ?? 'any'} options={moods} onChange={(mood) => onChange({ mood: given(mood) })} />
        <Select label="Holder" value={search.holder ?? 'any'} options={holders} onChange={(holder) => onChange({ holder: given(holder) })} />
        <Select
          label="Presence"
          value={search.presence ?? 'any'}
          options={presences}
          onChange={(presence) => onChange({ presence: given(presence) })}
        />
        <Select label="Sort" value={search.sort ?? 'any'} options={sorts} onChange={(sort) => onChange({ sort: given(sort) })} />
        {isFiltering(search) && (
          <IconButton
            label="Clear filters"
            size="tiny"
            onClick={() => onChange({ q: undefined, mood: undefined, holder: undefined, presence: undefined })}
          >
            <X size={14} aria-hidden />
          </IconButton>
        )}
      </div>
    </div>
  )
}

/** Asks while one types, a moment after the last key. "/" comes here from anywhere. */
export function SearchField({ value, label, onChange }: { value: string; label: string; onChange: (text: string) => void }) {
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
  useShortcuts({ '/': () => field.current?.select() })
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
