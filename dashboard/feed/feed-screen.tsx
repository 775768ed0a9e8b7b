import { Outlet, useMatch, useNavigate, useRouterState, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { Button } from '../components/button.tsx'
import { EmptyFeed } from './checklist.tsx'
import { Empty } from '../components/empty.tsx'
import { useSelector, useStore } from '../session/use.ts'
import { Screen } from '../shell/screen.tsx'
import { texts } from '../texts.ts'
import { prefetch } from '../conversation/reader.ts'
import { BoardHead, useBoardStyle } from './board.tsx'
import { Counts } from './counts.tsx'
import { picture, showFeed } from './feed.ts'
import { Filters } from './filters.tsx'
import { Lamp } from './lamp.tsx'
import { List } from './list.tsx'
import { useStepping } from './stepping.ts'
import { useIsWide } from './wide.ts'
import { held } from './held.ts'
import { WithYou } from './with-you.tsx'
import { filterOf, isFiltering, nothingChosen, type FeedSearch } from './search.ts'

export function FeedScreen() {
  const search = useSearch({ from: '/in/inbox/live' })
  const open = useMatch({ from: '/in/inbox/live/$id', shouldThrow: false })
  const navigate = useNavigate()
  useEffect(() => showFeed(filterOf(search)), [search])
  const chosen = open?.params.id ?? null
  const query = useRouterState({ select: ({ location }) => location.searchStr })

  const change = (part: FeedSearch) => {
    // The back button undoes a choice as a whole; letters typed into the search one by one are no choices.
    const typing = !!search.q && 'q' in part && !!part.q
    void navigate({ to: '.', search: (before) => ({ ...before, ...part }), replace: typing })
  }
  const go = (id: string, replace: boolean) =>
    void navigate({ to: '/inbox/live/$id', params: { id }, search: true, replace })
  const wide = useIsWide() && chosen === null
  const boardStyle = useBoardStyle()
  return (
    <Screen
      name={texts.feed.liveFeed}
      board
      mark={<Lamp />}
      opened={chosen !== null}
      list={
        <div className="contents" style={boardStyle}>
          <Filters search={search} onChange={change} />
          {wide && <BoardHead />}
          {search.holder !== 'me' && (
            <WithYou chosen={chosen} wide={wide} query={query} onOpen={(id) => go(id, false)} />
          )}
          <FeedBody
            chosen={chosen}
            search={search}
            wide={wide}
            onOpen={(id) => go(id, false)}
            onChoose={(id) => go(id, chosen !== null)}
            onClear={() => change(nothingChosen)}
          />
          <Counts mood={search.mood} onMood={(mood) => change({ mood })} />
          <Warming chosen={chosen} />
        </div>
      }
    >
      <Outlet />
    </Screen>
  )
}

interface BodyProps {
  chosen: string | null
  search: FeedSearch
  wide: boolean
  onOpen: (id: string) => void
  onChoose: (id: string) => void
  onClear: () => void
}

function FeedBody({ chosen, search, wide, onOpen, onChoose, onClear }: BodyProps) {
  const { places, arrived } = useStore(picture)
  const query = useRouterState({ select: ({ location }) => location.searchStr })
  const holding = useSelector(held, ({ length }) => length > 0)
  const enter = () => document.getElementById('transcript')?.focus()
  if (!arrived || (holding && !places.length && !isFiltering(search)))
    return (
      <>
        <div className="flex-1" aria-busy={!arrived} />
        {arrived && <OnlyPinned chosen={chosen} onChoose={onChoose} onEnter={enter} />}
      </>
    )
  if (places.length) {
    return (
      <List
        chosen={chosen}
        pinned={search.holder !== 'me'}
        sort={search.sort ?? 'attention'}
        wide={wide}
        query={query}
        onOpen={onOpen}
        onChoose={onChoose}
        onEnter={enter}
      />
    )
  }
  if (isFiltering(search))
    return (
      <Empty title={texts.feed.noLiveConversationMatches}>
        <p>{texts.feed.oneThatComesTo}</p>
        <Button onClick={onClear}>{texts.feed.clearFilters}</Button>
      </Empty>
    )
  return <EmptyFeed />
}

/** Nobody but whoever is with me: J and K walk among them. */
function OnlyPinned(steps: { chosen: string | null; onChoose: (id: string) => void; onEnter: () => void }) {
  useStepping({ places: [], ...steps })
  return null
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
    // Longer than from one picture of the feed to the next: what changes places at each of them is not read.
    const timer = setTimeout(() => near && near.split(',').forEach(prefetch), 300)
    return () => clearTimeout(timer)
  }, [near])
  return null
}
