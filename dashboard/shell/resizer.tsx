import type { KeyboardEvent, PointerEvent } from 'react'
import { createStore, type Store } from '../../client/store.ts'
import { keep, kept } from './storage.ts'

/** A width in pixels that somebody may drag, and that is kept. */
export interface Width {
  chosen: Store<number | null>
  key: string
  least: number
  most: number
}

export function createWidth(key: string, least: number, most: number): Width {
  const before = Number(kept(key))
  return { chosen: createStore(before >= least && before <= most ? before : null), key, least, most }
}

const step = 16

/** A line to drag: with the pointer, or with the arrow keys once it has the focus. Twice pressed, the width is again as it was. */
export function Resizer({ label, width, className = '' }: { label: string; width: Width; className?: string }) {
  const { chosen, key, least, most } = width
  const set = (to: number | null) => {
    const held = to === null ? null : Math.round(Math.max(least, Math.min(most, to)))
    chosen.set(held)
    keep(key, held === null ? null : String(held))
  }
  const nowOf = (line: HTMLElement) => line.parentElement!.getBoundingClientRect().width
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return
    event.preventDefault()
    const line = event.currentTarget
    const towards = getComputedStyle(line).direction === 'rtl' ? -1 : 1
    const [from, before] = [event.clientX, nowOf(line)]
    line.setPointerCapture(event.pointerId)
    line.onpointermove = (moved) => set(before + towards * (moved.clientX - from))
    line.onlostpointercapture = () => (line.onpointermove = null)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const by = { ArrowLeft: -step, ArrowRight: step }[event.key]
    if (by === undefined) return
    event.preventDefault()
    event.stopPropagation()
    set(nowOf(event.currentTarget) + by)
  }
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuenow={chosen.get() ?? least}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
      onDoubleClick={() => set(null)}
      className={`absolute inset-y-0 -end-1 z-10 w-2 cursor-col-resize touch-none transition-colors hover:bg-accent-tint focus-visible:bg-accent-tint focus-visible:-outline-offset-2 active:bg-accent-tint ${className}`}
    />
  )
}
