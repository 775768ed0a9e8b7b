import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useRef } from 'react'
import { useStore } from '../session/use.ts'
import { useShortcuts } from '../shell/shortcuts.ts'
import { applyOrder, holdOrder, picture, scrollFeed } from './feed.ts'
import { Row, rowHeight } from './row.tsx'

interface ListProps {
  chosen: string | null
  onChoose: (id: string) => void
  onEnter: () => void
}

export function List({ chosen, onChoose, onEnter }: ListProps) {
  const { places, rows, total, moved, left } = useStore(picture)
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: places.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    getItemKey: (place) => places[place] ?? place,
  })
  const first = virtual.range?.startIndex ?? 0
  useEffect(() => scrollFeed(first), [first])
  const holding = useHolding()
  useStepping({ places, chosen, onChoose, onEnter, show: (place) => virtual.scrollToIndex(place, { align: 'auto' }) })

  return (
    <div {...holding} className="relative min-h-0 flex-1">
      {moved > 0 && (
        <button
          type="button"
          onClick={applyOrder}
          className="absolute top-2 left-1/2 z-10 -translate-x-1/2 animate-appear rounded-full bg-accent px-3 py-1 text-xs font-medium text-accent-ink shadow-float hover:bg-accent-hover"
        >
          {moved} moved
        </button>
      )}
      <div ref={box} role="list" aria-label="Live conversations" className="h-full overflow-y-auto overscroll-contain">
        <div style={{ height: virtual.getTotalSize() }} className="relative">
          {virtual.getVirtualItems().map(({ key, index, start }) => {
            const id = places[index]
            const row = id ? rows.get(id) : undefined
            return (
              <div key={key} role="listitem" style={{ transform: `translateY(${start}px)`, height: rowHeight }} className="absolute inset-x-0 top-0">
                {row ? (
                  <Row row={row} place={index} total={total} chosen={row.id === chosen} left={left.has(row.id)} />
                ) : (
                  <div className="h-full border-b border-line" />
                )}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}

/** Nothing moves under a pointer or under the keyboard's focus. A row that keeps the focus of a click holds nothing. */
function useHolding() {
  const on = useRef({ pointer: false, focus: false })
  const say = useCallback((part: Partial<typeof on.current>) => {
    Object.assign(on.current, part)
    holdOrder(on.current.pointer || on.current.focus)
  }, [])
  useEffect(() => () => holdOrder(false), [])
  return {
    onPointerEnter: (event: React.PointerEvent) => event.pointerType === 'mouse' && say({ pointer: true }),
    onPointerLeave: () => say({ pointer: false }),
    onFocus: (event: React.FocusEvent) => say({ focus: event.target.matches(':focus-visible') }),
    onBlur: () => say({ focus: false }),
  }
}

interface Stepping {
  places: (string | undefined)[]
  chosen: string | null
  onChoose: (id: string) => void
  onEnter: () => void
  show: (place: number) => void
}

/** J and K walk the list as it stands on the screen. When the chosen one has left, they go on from where it was. */
function useStepping({ places, chosen, onChoose, onEnter, show }: Stepping): void {
  const last = useRef(-1)
  const at = chosen ? places.indexOf(chosen) : -1
  if (at >= 0) last.current = at
  const go = (by: 1 | -1) => {
    const from = at >= 0 ? at + by : by > 0 ? Math.max(0, last.current) : last.current - 1
    const place = Math.min(places.length - 1, Math.max(0, from))
    const id = places[place]
    if (!id) return
    last.current = place
    show(place)
    onChoose(id)
  }
  useShortcuts({
    J: () => go(1),
    ArrowDown: () => go(1),
    K: () => go(-1),
    ArrowUp: () => go(-1),
    Enter: (event) => {
      if (!(event.target as HTMLElement).closest('a, button')) onEnter()
    },
  })
}
