import { useLinkProps, useLocation, useSearch } from '@tanstack/react-router'
import { Search, type LucideIcon } from 'lucide-react'
import { useEffect, useRef, type MouseEvent } from 'react'
import { createStore } from '../../client/store.ts'
import { Dialog } from '../components/dialog.tsx'
import { Kbd } from '../components/kbd.tsx'
import { counters } from '../feed/feed.ts'
import { held, isUnread, reads } from '../feed/held.ts'
import { SegmentLinks } from '../segments/links.tsx'
import { mentions } from '../session/mentions.ts'
import { useMe, useSelector, useStore } from '../session/use.ts'
import { texts } from '../texts.ts'
import { doorsFor, placeAt, type Place } from './navigation.ts'
import { SignedIn } from './signed-in.tsx'
import { openPalette } from './typed.ts'

/** Whether the sidebar is open as a drawer, where there is no room for it beside the screen. */
export const drawer = createStore(false)

export function Sidebar() {
  return (
    <nav
      aria-label={texts.shell.main}
      className="hidden w-52 shrink-0 flex-col border-e border-line bg-ground lg:flex"
    >
      <div className="flex h-12 shrink-0 items-center gap-2 px-4">
        <img src="/mark.svg" alt="" className="size-5" />
        <span className="text-md font-semibold">{texts.shell.halo}</span>
      </div>
      <Navigation />
      <SignedIn />
    </nav>
  )
}

export function Drawer() {
  const open = useStore(drawer)
  // A door with several places shows them; whoever opened it goes on from there.
  const closeAtPlace = (event: MouseEvent) => {
    const link = (event.target as HTMLElement).closest('a')
    if (link && !link.hasAttribute('aria-expanded')) drawer.set(false)
  }
  return (
    <Dialog open={open} onClose={() => drawer.set(false)} title={texts.shell.halo} place="start">
      <nav aria-label={texts.shell.main} className="flex h-full flex-col" onClick={closeAtPlace}>
        <Navigation />
        <SignedIn />
      </nav>
    </Dialog>
  )
}

function Navigation() {
  const at = useLocation({ select: ({ pathname }) => pathname })
  const { segment } = useSearch({ strict: false })
  const here = placeAt(at)
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest' })
  }, [at, segment])
  const counts = useCounts()
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto p-2">
      <FindAnything />
      <ul ref={list} className="flex flex-col gap-0.5">
        {doorsFor(useMe().operator.access).map((door) => (
          <DoorLines key={door.name} {...door} here={here} segment={segment} counts={counts} />
        ))}
      </ul>
    </div>
  )
}

/** What waits in a place, and how many things there are. */
interface Count {
  unread?: number | undefined
  all?: number | undefined
}

function useCounts(): Partial<Record<string, Count>> {
  const live = useSelector(counters, (counts) => counts?.live)
  const called = useSelector(mentions, ({ length }) => length)
  const read = useStore(reads)
  const mine = useStore(held).filter((row) => isUnread(row, read)).length
  return { '/inbox/live': { unread: mine, all: live }, '/tickets/mentions': { unread: called } }
}

interface DoorProps {
  name: string
  icon: LucideIcon
  places: Place[]
  here: Place | undefined
  segment: string | undefined
  counts: Partial<Record<string, Count>>
}

/** A door, and behind the one that is open its places. A door with one place is that place. */
function DoorLines({ name, icon, places, here, segment, counts }: DoorProps) {
  const open = places.some(({ to }) => to === here?.to)
  const [first] = places
  const lit = (place: Place) => !segment && (place.to === here?.to || place.to === here?.within)
  if (places.length === 1)
    return (
      <li>
        <Line to={first!.to} name={first!.name} icon={icon} lit={lit(first!)} />
      </li>
    )
  const unread = places.reduce((sum, { to }) => sum + (counts[to]?.unread ?? 0), 0)
  return (
    <li>
      <Line to={first!.to} name={name} icon={icon} open={open} count={open ? {} : { unread }} />
      {open && (
        <ul aria-label={name} className="mt-0.5 mb-2 flex flex-col gap-px">
          {places
            .filter(({ within }) => !within)
            .map((place) => (
              <PlaceLines key={place.to} place={place} lit={lit(place)} count={counts[place.to]} />
            ))}
        </ul>
      )}
    </li>
  )
}

function PlaceLines({
  place: { to, name, segments },
  lit,
  count,
}: {
  place: Place
  lit: boolean
  count: Count | undefined
}) {
  return (
    <>
      <li>
        <Line to={to} name={name} lit={lit} count={count} />
      </li>
      {segments && <SegmentLinks kind={segments} />}
    </>
  )
}

interface LineProps {
  to: string
  name: string
  icon?: LucideIcon
  lit?: boolean
  /** Of a door: whether its places stand below it. */
  open?: boolean
  count?: Count | undefined
}

function Line({ to, name, icon: Icon, lit = false, open, count = {} }: LineProps) {
  // Which one is lit is not the router's to say: a place is lit for what is below it and for its parts, too.
  const link = useLinkProps({ to })
  return (
    <a
      {...link}
      aria-current={lit ? 'page' : undefined}
      aria-expanded={open}
      className={`flex h-8 items-center gap-2 rounded-md transition-colors hover:text-ink ${Icon ? 'px-2' : 'ps-8 pe-2'} ${lit ? 'bg-chosen font-medium text-ink' : 'hover:bg-hover'} ${open ? 'font-semibold text-ink' : ''} ${lit || open ? '' : 'text-soft'}`}
    >
      {Icon && <Icon size={16} aria-hidden className="shrink-0" />}
      <span className="min-w-0 flex-1 truncate">{name}</span>
      {!!count.unread && (
        <span
          title={texts.shell.unreadUnread(count.unread)}
          className="rounded-full bg-accent px-1.5 text-xs font-semibold text-accent-ink tabular-nums"
        >
          {count.unread}
          <span className="sr-only"> {texts.shell.unread}</span>
        </span>
      )}
      {count.all !== undefined && <span className="text-xs text-faint tabular-nums">{count.all}</span>}
    </a>
  )
}

function FindAnything() {
  return (
    <button
      type="button"
      onClick={() => {
        drawer.set(false)
        openPalette()
      }}
      className="flex h-8 shrink-0 items-center gap-2 rounded-md border border-line bg-surface px-2 text-start text-soft transition-colors hover:border-line-strong hover:text-ink"
    >
      <Search size={14} aria-hidden />
      <span className="flex-1">{texts.shell.findAnything}</span>
      <Kbd keys="mod+K" />
    </button>
  )
}
