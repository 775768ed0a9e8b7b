import { Link, useSearch } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import type { ReactNode } from 'react'
import { createStore } from '../../client/store.ts'
import { Dialog } from '../components/dialog.tsx'
import { Kbd } from '../components/kbd.tsx'
import { counters } from '../feed/feed.ts'
import { held, isUnread, reads } from '../feed/held.ts'
import { SegmentLinks } from '../segments/links.tsx'
import { mentions } from '../session/mentions.ts'
import { useSelector, useStore } from '../session/use.ts'
import { texts } from '../texts.ts'
import { paletteOpen } from './palette.tsx'
import { navigation, type NavigationItem } from './navigation.ts'
import { SignedIn } from './signed-in.tsx'

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
  return (
    <Dialog open={open} onClose={() => drawer.set(false)} title={texts.shell.halo} place="start">
      <nav
        aria-label={texts.shell.main}
        className="flex h-full flex-col"
        onClick={(event) => (event.target as HTMLElement).closest('a') && drawer.set(false)}
      >
        <Navigation />
        <SignedIn />
      </nav>
    </Dialog>
  )
}

function Navigation() {
  const live = useSelector(counters, (counts) => counts?.live)
  const mine = useUnreadHeld()
  const called = useSelector(mentions, ({ length }) => length || undefined)
  const { segment } = useSearch({ strict: false })
  const groups = [...new Set(navigation.map(({ group }) => group))]
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto p-2">
      <FindAnything />
      {groups.map((group) => (
        <Group key={group} name={texts.shell[group]}>
          {navigation
            .filter((place) => place.group === group)
            .map((place) => (
              <PlaceLink
                key={place.to}
                place={place}
                count={place.to === '/inbox/live' ? live : undefined}
                unread={unreadOf(place.to, { mine, called })}
                lit={!segment}
              />
            ))}
          {group === 'tickets' && <SegmentLinks kind="tickets" />}
          {group === 'people' && <SegmentLinks kind="contacts" />}
        </Group>
      ))}
    </div>
  )
}

function useUnreadHeld(): number | undefined {
  const read = useStore(reads)
  return useStore(held).filter((row) => isUnread(row, read)).length || undefined
}

function unreadOf(
  to: string,
  counts: { mine: number | undefined; called: number | undefined },
): number | undefined {
  if (to === '/inbox/live') return counts.mine
  return to === '/tickets/mentions' ? counts.called : undefined
}

function FindAnything() {
  return (
    <button
      type="button"
      onClick={() => {
        drawer.set(false)
        paletteOpen.set(true)
      }}
      className="flex h-8 shrink-0 items-center gap-2 rounded-md border border-line bg-surface px-2 text-start text-soft transition-colors hover:border-line-strong hover:text-ink"
    >
      <Search size={14} aria-hidden />
      <span className="flex-1">{texts.shell.findAnything}</span>
      <Kbd keys="mod+K" />
    </button>
  )
}

function Group({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="px-2 pb-1 text-xs font-medium text-faint">{name}</h2>
      <ul className="flex flex-col gap-px">{children}</ul>
    </section>
  )
}

interface PlaceLinkProps {
  place: NavigationItem
  count: number | undefined
  unread: number | undefined
  /** Not while a segment is open, which has a line of its own. */
  lit: boolean
}

function PlaceLink({ place: { to, name, icon: Icon, exact = false }, count, unread, lit }: PlaceLinkProps) {
  return (
    <li>
      <Link
        to={to}
        activeOptions={{ exact: exact || !lit, includeSearch: !lit }}
        activeProps={{ className: 'bg-chosen text-ink! font-medium' }}
        className="flex h-8 items-center gap-2 rounded-md px-2 text-soft transition-colors hover:bg-hover hover:text-ink"
      >
        <Icon size={15} aria-hidden />
        <span className="flex-1">{name}</span>
        {unread !== undefined && (
          <span
            title={texts.shell.unreadUnread(unread)}
            className="rounded-full bg-accent px-1.5 text-xs font-semibold text-accent-ink tabular-nums"
          >
            {unread}
            <span className="sr-only"> {texts.shell.unread}</span>
          </span>
        )}
        {count !== undefined && <span className="text-xs text-faint tabular-nums">{count}</span>}
      </Link>
    </li>
  )
}
