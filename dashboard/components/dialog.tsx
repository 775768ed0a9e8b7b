import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { useRef, type ReactNode } from 'react'
import { texts } from '../texts.ts'
import { IconButton } from './button.tsx'

const places = {
  middle: 'top-1/2 left-1/2 max-h-[85dvh] w-[min(640px,calc(100vw-32px))] -translate-1/2 rounded-md',
  end: 'inset-y-0 end-0 w-[min(440px,100vw)] border-s border-line',
  start: 'inset-y-0 start-0 w-[min(280px,85vw)]',
}

export function Dialog({
  open,
  onClose,
  title,
  place = 'middle',
  children,
}: {
  open: boolean
  onClose: () => void
  title: string
  place?: keyof typeof places
  children: ReactNode
}) {
  // The popup itself takes the focus: the close button would greet everyone with its tooltip.
  const popup = useRef<HTMLDivElement>(null)
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 animate-appear bg-veil" />
        <Base.Popup
          initialFocus={popup}
          ref={popup}
          className={`fixed z-40 flex animate-appear flex-col bg-raised shadow-float outline-none ${places[place]}`}
        >
          <header className="flex h-12 shrink-0 items-center justify-between gap-2 border-b border-line ps-4 pe-2">
            <Base.Title className="text-md font-semibold">{title}</Base.Title>
            <Base.Close
              render={
                <IconButton label={texts.components.close}>
                  <X size={16} aria-hidden />
                </IconButton>
              }
            />
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
