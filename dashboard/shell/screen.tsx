import { Menu as MenuIcon } from 'lucide-react'
import { useEffect, type CSSProperties, type ReactNode } from 'react'
import { IconButton } from '../components/button.tsx'
import { createWidth, Resizer } from './resizer.tsx'
import { useStore } from '../session/use.ts'
import { texts } from '../texts.ts'
import { drawer } from './sidebar.tsx'
import { nameTab } from './title.ts'

/** One for all lists, so that going from one to the other moves nothing. */
const listWidth = createWidth('halo.list', 260, 640)

interface ScreenProps {
  name: string
  /** With nothing open the list takes the whole width. */
  board?: boolean
  mark?: ReactNode
  action?: ReactNode
  list: ReactNode
  opened?: boolean
  children?: ReactNode
}

/** A list and what is open beside it. On a phone one of the two at a time. */
export function Screen({ name, board = false, mark, action, list, opened = false, children }: ScreenProps) {
  const width = useStore(listWidth.chosen)
  const alone = board && !opened
  const aside = alone ? 'hidden' : 'hidden md:flex'
  return (
    <div
      className="flex h-full min-w-0"
      style={width === null ? {} : ({ '--list': `${width}px` } as CSSProperties)}
    >
      {opened && <h1 className="sr-only md:hidden">{name}</h1>}
      <section
        aria-label={texts.shell.list(name)}
        className={`${opened ? 'hidden md:flex' : 'flex'} relative w-full shrink-0 flex-col border-line bg-surface ${alone ? '' : 'md:w-[var(--list,320px)] md:max-w-[60%] md:border-e xl:w-[var(--list,360px)]'}`}
      >
        <ScreenHead name={name} mark={mark} action={action} />
        {list}
        {!alone && <Resizer label={texts.shell.widthOfTheList} width={listWidth} className="max-md:hidden" />}
      </section>
      <div className={`${opened ? 'flex' : aside} min-w-0 flex-1 flex-col bg-surface`}>{children}</div>
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
