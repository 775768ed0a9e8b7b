import { Link } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { Avatar } from '../components/avatar.tsx'
import { Tooltip } from '../components/tooltip.tsx'
import { texts } from '../texts.ts'

/** The frame of one contact or one company. */
export function OnePage({
  id,
  name,
  mark,
  about,
  back,
  children,
}: {
  id: string
  name: string
  mark?: ReactNode
  about: ReactNode
  back: '/contacts' | '/companies'
  children: ReactNode
}) {
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="flex min-h-15 shrink-0 items-center gap-3 border-b border-line px-4 py-2 max-md:ps-2">
        <Tooltip label={texts.contacts.backToTheList}>
          <Link
            to={back}
            aria-label={texts.contacts.backToTheList}
            className="flex size-8 shrink-0 items-center justify-center rounded-md text-soft hover:bg-hover md:hidden"
          >
            <ArrowLeft size={16} aria-hidden />
          </Link>
        </Tooltip>
        <Avatar person={{ id, name, image: null }} size={32} label={false} />
        <div className="min-w-0">
          <h2 className="flex items-center gap-1 text-md font-semibold">
            <span className="truncate">{name}</span>
            {mark}
          </h2>
          <p className="truncate text-xs text-soft">{about}</p>
        </div>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto max-w-3xl pb-16">{children}</div>
      </div>
    </div>
  )
}
