import { useEffect, useSyncExternalStore } from 'react'
import { createStore } from '../../client/store.ts'
import { Button } from './button.tsx'
import { texts } from '../texts.ts'

interface Toast {
  id: number
  text: string
  finish: () => void
  undo: (() => void) | null
  /** What the button says. */
  actionLabel: string
}

const toasts = createStore<Toast[]>([])
const undoWindowMs = 10_000
let last = 0

/** Does it after ten seconds, unless it is undone; leaving the page does it at once. */
export function runUnlessUndone(text: string, act: () => void, undo: () => void): void {
  show(text, act, undo)
}

/** One line that goes by itself, with something that can be done about it. */
export function showActionToast(text: string, name: string, act: () => void): void {
  show(text, () => {}, act, name)
}

/** One line that goes by itself. */
export function showToast(text: string): void {
  show(text, () => {}, null)
}

function show(
  text: string,
  act: () => void,
  undo: (() => void) | null,
  actionLabel: string = texts.shell.undo,
): void {
  const id = ++last
  const close = () => {
    clearTimeout(timer)
    toasts.set(toasts.get().filter((each) => each.id !== id))
  }
  const after = (act: () => void) => () => {
    close()
    act()
  }
  const finish = after(act)
  const timer = setTimeout(finish, undoWindowMs)
  toasts.set([...toasts.get(), { id, text, finish, undo: undo && after(undo), actionLabel }])
}

export function Toasts() {
  const open = useSyncExternalStore(toasts.subscribe, toasts.get)
  useEffect(() => {
    const finishAll = () => toasts.get().forEach(({ finish }) => finish())
    window.addEventListener('pagehide', finishAll)
    return () => window.removeEventListener('pagehide', finishAll)
  }, [])
  return (
    <div
      role="status"
      className="pointer-events-none fixed start-4 bottom-14 z-50 flex max-w-[calc(100vw-32px)] flex-col items-start gap-2 max-lg:top-14 max-lg:bottom-auto"
    >
      {open.map(({ id, text: says, undo, actionLabel: offer }) => (
        <div
          key={id}
          className="pointer-events-auto flex animate-appear items-center gap-3 rounded-md bg-ink min-h-10 py-1.5 ps-4 pe-4 has-[button]:pe-1.5 text-surface shadow-float"
        >
          {says}
          {undo && (
            <Button
              look="quiet"
              size="small"
              className="text-surface! underline underline-offset-2 hover:bg-transparent!"
              onClick={undo}
            >
              {offer}
            </Button>
          )}
        </div>
      ))}
    </div>
  )
}
