import { useLinkProps, useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useMe } from '../session/use.ts'
import { placeAt, placesFor } from './navigation.ts'

/** Where a place has parts, on top of each of them: the way to the others. */
export function Parts() {
  const at = useLocation({ select: ({ pathname }) => pathname })
  const { access } = useMe().operator
  const here = placeAt(at)
  const whole = here?.within ?? here?.to
  const parts = whole ? placesFor(access).filter(({ to, within }) => within === whole || to === whole) : []
  const row = useRef<HTMLElement>(null)
  useEffect(() => {
    row.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [at])
  if (parts.length < 2) return null
  return (
    <nav
      ref={row}
      aria-label={parts[0]!.name}
      className="flex h-11 shrink-0 items-center gap-1 overflow-x-auto border-b border-line bg-surface px-3"
    >
      {parts.map(({ to, part, name }) => (
        <Part key={to} to={to} name={part ?? name} lit={to === here?.to} />
      ))}
    </nav>
  )
}

function Part({ to, name, lit }: { to: string; name: string; lit: boolean }) {
  return (
    <a
      {...useLinkProps({ to })}
      aria-current={lit ? 'page' : undefined}
      className={`flex h-7 shrink-0 items-center rounded-md px-2.5 transition-colors focus-visible:-outline-offset-2 ${lit ? 'bg-chosen font-medium text-ink' : 'text-soft hover:bg-hover hover:text-ink'}`}
    >
      {name}
    </a>
  )
}
