import { Menu as MenuIcon } from 'lucide-react'
import { useEffect, type ReactNode } from 'react'
import { IconButton } from '../components/button.tsx'
import { texts } from '../texts.ts'
import { drawer } from './sidebar.tsx'
import { nameTab } from './title.ts'

interface ScreenProps {
  name: string
  mark?: ReactNode
  action?: ReactNode
  list: ReactNode
  opened?: boolean
  children?: ReactNode
}

/** A list and what is open beside it. On a phone one of the two at a time. */
export function Screen({ name, mark, action, list, opened = false, children }: ScreenProps) {
  return (
    <div className="flex h-full min-w-0">
      {opened && <h1 className="sr-only md:hidden">{name}</h1>}
      <section
        aria-label={texts.shell.list(name)}
        className={`${opened ? 'hidden md:flex' : 'flex'} w-full shrink-0 flex-col border-line bg-surface md:w-[320px] md:border-e xl:w-[360px]`}
      >
        <ScreenHead name={name} mark={mark} action={action} />
        {list}
      </section>
      <div className={`${opened ? 'flex' : 'hidden md:flex'} min-w-0 flex-1 flex-col bg-surface`}>{children}</div>
    </div>
  )
}

/** A screen with nothing beside it. */
export function Page({ name, action, children }: { name: string; action?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex h-full min-w-0 flex-col bg-surface">
      <ScreenHead name={name} action={action} />
      <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
    </div>
  )
}

function ScreenHead({ name, mark, action }: { name: string; mark?: ReactNode; action?: ReactNode }) {
  useEffect(() => nameTab(name), [name])
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 px-3">
      <span className="lg:hidden">
        <IconButton label={texts.shell.menu} onClick={() => drawer.set(true)}>
          <MenuIcon size={16} aria-hidden />
        </IconButton>
      </span>
      <h1 className="text-md font-semibold">{name}</h1>
      {mark}
      <span className="flex-1" />
      {action}
    </header>
  )
}
