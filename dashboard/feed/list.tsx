import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import type { FeedSort } from '../../protocol/frames.ts'
import { useStore } from '../session/use.ts'
import { texts } from '../texts.ts'
import { prefetch } from '../conversation/reader.ts'
import { applyOrder, holdOrder, picture, scrollFeed } from './feed.ts'
import { held } from './held.ts'
import type { RowSlots } from './order.ts'
import { headingsOf } from './groups.ts'
import { useStepping } from './stepping.ts'
import { useIsOld } from './lamp.tsx'
import { Row, rowHeight } from './row.tsx'

interface ListProps {
  chosen: string | null
  /** Whoever is with me stands above the list, and so nowhere in it. */
  pinned: boolean
  sort: FeedSort
  wide: boolean
  /** The address of a conversation is `/inbox/live/<id>` and this. */
  query: string
  onOpen: (id: string) => void
  onChoose: (id: string) => void
  onEnter: () => void
}

export function List({ chosen, pinned, sort, wide, query, onOpen, onChoose, onEnter }: ListProps) {
  const { places: told, rows, total, moved, away } = useStore(picture)
  const places = useNotPinned(told, pinned)
  const box = useRef<HTMLDivElement>(null)
  const headings = useMemo(
    () => (sort === 'attention' ? headingsOf(places, rows) : noHeadings),
    [sort, places, rows],
  )
  const virtual = useVirtualizer({
    count: places.length,
    getScrollElement: () => box.current,
    estimateSize: (place) => rowHeight + (headings.has(place) ? headingHeight : 0),
    overscan: 8,
    getItemKey: (place) => places[place] ?? place,
  })
  const standing = [...headings.keys()].join()
  useEffect(() => virtual.measure(), [virtual, standing])
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
          {virtual.getVirtualItems().map(({ key, index, start, size }) => {
            const id = places[index]
            const row = id ? rows.get(id) : undefined
            return (
              <div
                key={key}
                role="listitem"
                aria-posinset={index + 1}
                aria-setsize={total}
                style={{ transform: `translateY(${start}px)`, height: size }}
                className="absolute inset-x-0 top-0 flex flex-col"
              >
                {headings.has(index) && (
                  <h2 style={{ height: headingHeight }} className="px-3 pt-2 text-xs font-medium text-soft">
                    {headings.get(index)}
                  </h2>
                )}
                <div style={{ height: rowHeight }} className="relative">
                  {row ? (
                    <Row
                      row={row}
                      href={`/inbox/live/${row.id}${query}`}
                      sort={sort}
                      chosen={row.id === chosen}
                      away={away.has(row.id)}
                      wide={wide}
                    />
                  ) : (
                    <div className="h-full border-b border-line" />
                  )}
                </div>
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}

/** The two come in frames of their own, and a list that is held still may be older: a row never stands in both. */
function useNotPinned(places: RowSlots, pinned: boolean): RowSlots {
  const mine = useStore(held)
  return useMemo(() => {
    const ids = new Set(pinned ? mine.map(({ id }) => id) : [])
    return places.some((id) => id && ids.has(id)) ? places.filter((id) => !id || !ids.has(id)) : places
  }, [places, mine, pinned])
}

const headingHeight = 28
const noHeadings = new Map<number, string>()

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
