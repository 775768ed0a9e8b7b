import { ChevronRight } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { keep, kept } from '../shell/storage.ts'
import { texts } from '../texts.ts'

/** A group that can be folded away, and stays so: what one never reads should not push down what one does. */
export function Group({
  name,
  count,
  children,
}: {
  name: string
  count?: number | undefined
  children: ReactNode
}) {
  const key = `halo:folded:${name}`
  const [open, setOpen] = useState(() => kept(key) === null)
  const fold = (now: boolean) => {
    setOpen(now)
    keep(key, now ? null : '1')
  }
  return (
    <details
      open={open}
      onToggle={(event) => fold(event.currentTarget.open)}
      className="group border-b border-line last:border-b-0"
    >
      <summary className="flex h-9 cursor-default list-none items-center gap-1 rounded-md px-3 text-xs font-medium text-soft transition-colors hover:bg-hover hover:text-ink focus-visible:-outline-offset-2 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          size={13}
          aria-hidden
          className="shrink-0 text-faint transition-transform group-open:rotate-90"
        />
        <h3>{name}</h3>
        {!!count && <span className="text-faint tabular-nums">{count}</span>}
      </summary>
      <section aria-label={name} className="ps-7 pe-3 pb-3">
        {children}
      </section>
    </details>
  )
}

export const None = ({ children = texts.contacts.none2 }: { children?: ReactNode }) => (
  <p className="text-faint">{children}</p>
)
