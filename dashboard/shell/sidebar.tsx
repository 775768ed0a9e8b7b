import { Link } from '@tanstack/react-router'
import { BookOpen, Bot, CheckCheck, Radio, Ticket, UserCheck } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { createStore } from '../../client/store.ts'
import { Dialog } from '../components/dialog.tsx'
import { counters } from '../feed/feed.ts'
import { usePart, useStore } from '../session/use.ts'
import { SignedIn } from './signed-in.tsx'

/** Whether the sidebar is open as a drawer, where there is no room for it beside the screen. */
export const drawer = createStore(false)

export function Sidebar() {
  return (
    <nav aria-label="Main" className="hidden w-52 shrink-0 flex-col border-e border-line bg-ground lg:flex">
      <div className="flex h-12 shrink-0 items-center gap-2 px-4">
        <img src="/mark.svg" alt="" className="size-5" />
        <span className="text-md font-semibold">Halo</span>
      </div>
      <Places />
      <SignedIn />
    </nav>
  )
}

export function Drawer() {
  const open = useStore(drawer)
  return (
    <Dialog open={open} onClose={() => drawer.set(false)} title="Halo" place="start">
      <nav aria-label="Main" className="flex h-full flex-col" onClick={(event) => (event.target as HTMLElement).closest('a') && drawer.set(false)}>
        <Places />
        <SignedIn />
      </nav>
    </Dialog>
  )
}

function Places() {
  const live = usePart(counters, (counts) => counts?.live)
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto p-2">
      <Group name="Conversations">
        <Place to="/inbox/live" icon={<Radio size={15} aria-hidden />} count={live}>
          Live Feed
        </Place>
        <Place to="/inbox/completed" icon={<CheckCheck size={15} aria-hidden />}>
          Completed
        </Place>
      </Group>
      <Group name="Tickets">
        <Place to="/tickets" exact icon={<Ticket size={15} aria-hidden />}>
          All
        </Place>
        <Place to="/tickets/mine" icon={<UserCheck size={15} aria-hidden />}>
          Assigned to me
        </Place>
      </Group>
      <Group name="Teach">
        <Place to="/knowledge" icon={<BookOpen size={15} aria-hidden />}>
          Knowledge
        </Place>
        <Place to="/agents" icon={<Bot size={15} aria-hidden />}>
          Agents
        </Place>
      </Group>
    </div>
  )
}

function Group({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section aria-label={name}>
      <h2 className="px-2 pb-1 text-xs font-medium text-faint">{name}</h2>
      <ul className="flex flex-col gap-px">{children}</ul>
    </section>
  )
}

interface PlaceProps {
  to: ComponentProps<typeof Link>['to']
  icon: ReactNode
  count?: number | undefined
  exact?: boolean
  children: ReactNode
}

function Place({ to, icon, count, exact = false, children }: PlaceProps) {
  return (
    <li>
      <Link
        to={to!}
        activeOptions={{ exact, includeSearch: false }}
        activeProps={{ className: 'bg-chosen text-ink! font-medium' }}
        className="flex h-8 items-center gap-2 rounded-md px-2 text-soft transition-colors hover:bg-hover hover:text-ink"
      >
        {icon}
        <span className="flex-1">{children}</span>
        {count !== undefined && <span className="text-xs text-faint tabular-nums">{count}</span>}
      </Link>
    </li>
  )
}
