import { Outlet, useMatch, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { Embed } from '../agents/embed.tsx'
import { Button } from '../components/button.tsx'
import { Empty } from '../components/empty.tsx'
import { useStore } from '../session/use.ts'
import { Screen } from '../shell/screen.tsx'
import { warm } from '../transcript/reader.ts'
import { Counts } from './counts.tsx'
import { picture, showFeed } from './feed.ts'
import { Filters } from './filters.tsx'
import { Lamp } from './lamp.tsx'
import { List } from './list.tsx'
import { filterOf, isFiltering, type FeedSearch } from './search.ts'

export function FeedScreen() {
  const search = useSearch({ from: '/in/inbox/live' })
  const open = useMatch({ from: '/in/inbox/live/$id', shouldThrow: false })
  const navigate = useNavigate()
  useEffect(() => showFeed(filterOf(search)), [search])
  const chosen = open?.params.id ?? null

  const change = (part: FeedSearch) => void navigate({ to: '.', search: (before) => ({ ...before, ...part }), replace: true })
  const choose = (id: string) => void navigate({ to: '/inbox/live/$id', params: { id }, search: true, replace: chosen !== null })
  return (
    <Screen
      name="Live Feed"
      mark={<Lamp />}
      opened={chosen !== null}
      list={
        <>
          <Filters search={search} onChange={change} />
          <FeedBody
            chosen={chosen}
            search={search}
            onChoose={choose}
            onClear={() => change({ q: undefined, mood: undefined, holder: undefined, presence: undefined })}
          />
          <Counts />
          <Warming chosen={chosen} />
        </>
      }
    >
      <Outlet />
    </Screen>
  )
}

function FeedBody({
  chosen,
  search,
  onChoose,
  onClear,
}: {
  chosen: string | null
  search: FeedSearch
  onChoose: (id: string) => void
  onClear: () => void
}) {
  const { places, arrived } = useStore(picture)
  if (!arrived) return <div className="flex-1" aria-busy="true" />
  if (places.length) return <List chosen={chosen} onChoose={onChoose} onEnter={() => document.getElementById('transcript')?.focus()} />
  if (isFiltering(search))
    return (
      <Empty title="No live conversation matches">
        <Button onClick={onClear}>Clear filters</Button>
      </Empty>
    )
  return (
    <Empty title="Nobody is chatting right now">
      <p>A conversation appears here the moment a visitor opens the widget. Paste this into your site, or try it on the demo site.</p>
      <Embed />
    </Empty>
  )
}

/** The conversations one J or K away are read before they are asked for. */
function Warming({ chosen }: { chosen: string | null }) {
  const { places } = useStore(picture)
  const at = chosen ? places.indexOf(chosen) : -1
  const near = places
    .slice(Math.max(0, at - 1), at + 3)
    .filter(Boolean)
    .join()
  useEffect(() => {
    const timer = setTimeout(() => near && near.split(',').forEach(warm), 200)
    return () => clearTimeout(timer)
  }, [near])
  return null
}
