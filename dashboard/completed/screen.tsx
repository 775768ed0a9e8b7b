import { Outlet, useMatch, useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from '../components/button.tsx'
import { Empty, Trouble } from '../components/empty.tsx'
import { Select, type Option } from '../components/select.tsx'
import { SearchField } from '../feed/filters.tsx'
import { moodNames } from '../feed/mood.tsx'
import { Screen } from '../shell/screen.tsx'
import { outcomeNames } from '../transcript/ending.tsx'
import { CompletedList } from './list.tsx'
import { usePages } from './pages.ts'
import type { CompletedSearch } from './search.ts'

type Any<T> = T | 'any'
const outcomes: Option<Any<NonNullable<CompletedSearch['outcome']>>>[] = [
  { value: 'any', label: 'Any outcome' },
  ...Object.entries(outcomeNames).map(([value, label]) => ({ value: value as 'resolved', label })),
]
const moods: Option<Any<NonNullable<CompletedSearch['mood']>>>[] = [
  { value: 'any', label: 'Any mood' },
  ...Object.entries(moodNames).map(([value, label]) => ({ value: value as 'happy', label })),
]

export function CompletedScreen() {
  const search = useSearch({ from: '/in/inbox/completed' })
  const open = useMatch({ from: '/in/inbox/completed/$id', shouldThrow: false })
  const navigate = useNavigate()
  const pages = usePages(search)
  const change = (part: CompletedSearch) => void navigate({ to: '.', search: (before) => ({ ...before, ...part }), replace: true })
  const choose = (id: string) => void navigate({ to: '/inbox/completed/$id', params: { id }, search: true, replace: !!open })
  const filtering = !!(search.q || search.outcome || search.mood)
  const chosen = open?.params.id ?? null
  return (
    <Screen
      name="Completed"
      opened={chosen !== null}
      list={
        <>
          <div className="flex flex-col gap-1 border-b border-line px-3 pb-2">
            <SearchField value={search.q ?? ''} label="Search names, topics and messages" onChange={(q) => change({ q: q || undefined })} />
            <div className="-mx-2 flex items-center">
              <Select
                label="Outcome"
                value={search.outcome ?? 'any'}
                options={outcomes}
                onChange={(outcome) => change({ outcome: outcome === 'any' ? undefined : outcome })}
              />
              <Select
                label="Mood"
                value={search.mood ?? 'any'}
                options={moods}
                onChange={(mood) => change({ mood: mood === 'any' ? undefined : mood })}
              />
            </div>
          </div>
          {pages.error && <Trouble again={pages.again}>{pages.error}</Trouble>}
          {pages.rows.length > 0 ? (
            <CompletedList key={pages.question} rows={pages.rows} total={pages.total} chosen={chosen} onChoose={choose} onEnd={pages.more} />
          ) : (
            pages.arrived && <Nothing filtering={filtering} onClear={() => change({ q: undefined, outcome: undefined, mood: undefined })} />
          )}
          <p className="mt-auto flex h-8 shrink-0 items-center border-t border-line px-3 text-xs text-soft tabular-nums">
            {pages.arrived && `${pages.total.toLocaleString()} completed`}
          </p>
        </>
      }
    >
      <Outlet />
    </Screen>
  )
}

function Nothing({ filtering, onClear }: { filtering: boolean; onClear: () => void }) {
  if (filtering)
    return (
      <Empty title="No completed conversation matches">
        <Button onClick={onClear}>Clear filters</Button>
      </Empty>
    )
  return (
    <Empty title="Nothing completed yet">
      <p>A conversation comes here when its visitor closes the chat, or after ten minutes without the visitor.</p>
    </Empty>
  )
}
