import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useRef } from 'react'
import type { FeedSort } from '../../protocol/frames.ts'
import { useStore } from '../session/use.ts'
import { useCommands } from '../shell/commands.ts'
import { texts } from '../texts.ts'
import { prefetch } from '../conversation/reader.ts'
import { applyOrder, holdOrder, picture, scrollFeed } from './feed.ts'
import { useIsOld } from './lamp.tsx'
import { Row, rowHeight } from './row.tsx'

interface ListProps {
  chosen: string | null
  sort: FeedSort
  /** The address of a conversation is `/inbox/live/<id>` and this. */
  query: string
  onOpen: (id: string) => void
  onChoose: (id: string) => void
  onEnter: () => void
}

export function List({ chosen, sort, query, onOpen, onChoose, onEnter }: ListProps) {
  const { places, rows, total, moved, away } = useStore(picture)
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: places.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    getItemKey: (place) => places[place] ?? place,
  })
  const { startIndex: from, endIndex: last } = virtual.range ?? { startIndex: 0, endIndex: 0 }
  useEffect(() => scrollFeed({ from, to: last + 1 }), [from, last])
  const holding = useHolding()
  const opening = useOpening(onOpen)
  const old = useIsOld()
  useStepping({
    places,
    chosen,
    onChoose,
    onEnter,
    show: (place) => virtual.scrollToIndex(place, { align: 'auto' }),
  })

  return (
    <div {...holding} {...opening} data-old={old || undefined} className="group/feed relative min-h-0 flex-1">
      {moved > 0 && (
        <button
          type="button"
          onClick={applyOrder}
          className="absolute top-2 left-1/2 z-10 -translate-x-1/2 animate-appear rounded-full bg-accent px-3 py-1 text-xs font-medium text-accent-ink shadow-float hover:bg-accent-hover"
        >
          {texts.feed.moved(moved)}
        </button>
      )}
      <div
        ref={box}
        role="list"
        aria-label={texts.feed.liveConversations}
        className="h-full overflow-y-auto overscroll-contain"
      >
        <div style={{ height: virtual.getTotalSize() }} className="relative">
          {virtual.getVirtualItems().map(({ key, index, start }) => {
            const id = places[index]
            const row = id ? rows.get(id) : undefined
            return (
              <div
                key={key}
                role="listitem"
                aria-posinset={index + 1}
                aria-setsize={total}
                style={{ transform: `translateY(${start}px)`, height: rowHeight }}
                className="absolute inset-x-0 top-0"
              >
                {row ? (
                  <Row
                    row={row}
                    href={`/inbox/live/${row.id}${query}`}
                    sort={sort}
                    chosen={row.id === chosen}
                    away={away.has(row.id)}
                  />
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

/** One pair of ears for all rows. Where the pointer rests the conversation is read ahead; rows that only fly by are not. */
function useOpening(onOpen: (id: string) => void) {
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(resting.current), [])
  return {
    onPointerOver: (event: React.PointerEvent) => {
      clearTimeout(resting.current)
      const id = idAt(event)
      if (id) resting.current = setTimeout(() => prefetch(id), 60)
    },
    onPointerDown: (event: React.PointerEvent) => {
      const id = idAt(event)
      if (id) prefetch(id)
    },
    onClick: (event: React.MouseEvent) => {
      const id = idAt(event)
      if (!id || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
      event.preventDefault()
      onOpen(id)
    },
  }
}

const idAt = ({ target }: React.SyntheticEvent) =>
  (target as Element).closest<HTMLElement>('a[data-id]')?.dataset.id

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
    show(place)
    // Not told of yet: it comes with the part of the list that was just scrolled to.
    if (!id) return
    last.current = place
    onChoose(id)
  }
  useCommands({ next: () => go(1), previous: () => go(-1), enter: onEnter })
}
