import { createStore } from '../../client/store.ts'
import type { FeedCounters, FeedRow, FeedWindow, FeedFrame } from '../../protocol/frames.ts'
import { connection, onSessionEnd } from '../session/session.ts'
import { hold, movedCount, settle, type Answer, type RowSlots, type Span } from './order.ts'

type Filter = Omit<FeedWindow, 'offset' | 'limit'>

interface Picture {
  places: RowSlots
  rows: ReadonlyMap<string, FeedRow>
  total: number
  moved: number
  /** On the screen only because the list is held: they have gone, or stand far from here by now. */
  away: ReadonlySet<string>
  arrived: boolean
}

const step = 20
const limit = 60
const mostRowsKept = 300
const nobody: ReadonlySet<string> = new Set()
const empty: Picture = { places: [], rows: new Map(), total: 0, moved: 0, away: nobody, arrived: false }

export const picture = createStore<Picture>(empty)
export const counters = createStore<FeedCounters | null>(null)
/** When the server last proved, by our own clock, that what is shown is true. Apart from the picture, so that the proof redraws only the lamp. */
export const shownAsOf = createStore<number | null>(null)

let shown: { window: FeedWindow; line: ReturnType<ReturnType<typeof connection>['feed']> } | null = null
/** The window that the server's answers are about. */
let asked: FeedWindow | null = null
let latest: Answer | null = null
let held = false
let seen: Span = { from: 0, to: limit }

/** Shows the live conversations that pass the filter, from now on. */
export function showFeed(filter: Filter): void {
  if (!shown) {
    const window = { ...filter, offset: 0, limit }
    asked = window
    shown = { window, line: connection().feed(window, take) }
  } else if (filterKey({ ...shown.window, ...filter }) !== filterKey(shown.window))
    change({ ...filter, offset: 0, limit })
}

/** The reader scrolled, and sees this part. */
export function scrollFeed(span: Span): void {
  seen = span
  const offset = Math.max(0, Math.floor(span.from / step) * step - step)
  if (shown && shown.window.offset !== offset) change({ ...shown.window, offset })
}

let asking: ReturnType<typeof setTimeout> | null = null
let askedAt = 0

/** A wild scroll asks eight times a second, not at every row: the server counts a socket's frames. */
function change(window: FeedWindow): void {
  shown!.window = window
  asking ??= setTimeout(ask, Math.max(0, askedAt + 120 - performance.now()))
}

function ask(): void {
  asking = null
  if (!shown) return
  // Another filter is another question; the old answer stays on screen until the new one is here, then gives way at once.
  if (filterKey(shown.window) !== filterKey(asked!)) latest = null
  asked = shown.window
  askedAt = performance.now()
  shown.line.change(asked)
}

const filterKey = (window: FeedWindow) => JSON.stringify({ ...window, offset: 0 })

/** While the reader points at the list nothing in it moves. */
export function holdOrder(on: boolean): void {
  held = on
  if (!on) applyOrder()
}

export function applyOrder(): void {
  if (!latest) return
  const { places, moved, total } = picture.get()
  if (moved || places.length !== total)
    picture.set({ ...picture.get(), places: settle(latest), moved: 0, away: nobody })
}

function take(frame: FeedFrame): void {
  shownAsOf.set(Date.now())
  if (JSON.stringify(counters.get()) !== JSON.stringify(frame.counters)) counters.set(frame.counters)
  const before = picture.get()
  const fresh = !latest
  if (!frame.ids && !frame.rows.length && latest?.total === frame.total) return
  latest = { offset: asked?.offset ?? 0, ids: frame.ids ?? latest?.ids ?? [], total: frame.total }
  const places = held && !fresh ? hold(before.places, latest, seen) : settle(latest)
  picture.set({
    places,
    rows: merge(before.rows, frame.rows, places),
    total: frame.total,
    moved: held ? movedCount(places, latest) : 0,
    away: held ? awayFrom(places, latest) : nobody,
    arrived: true,
  })
}

function awayFrom(places: RowSlots, { ids }: Answer): ReadonlySet<string> {
  const here = new Set(ids)
  return new Set(places.slice(seen.from, seen.to).filter((id): id is string => id !== undefined && !here.has(id)))
}

function merge(
  before: ReadonlyMap<string, FeedRow>,
  changed: FeedRow[],
  places: RowSlots,
): ReadonlyMap<string, FeedRow> {
  if (!changed.length) return before
  const rows = new Map(before)
  for (const row of changed) rows.set(row.id, row)
  if (rows.size <= mostRowsKept) return rows
  const standing = new Set(places)
  return new Map([...rows].filter(([id]) => standing.has(id)))
}

onSessionEnd(() => {
  shown = null
  latest = null
  held = false
  picture.set(empty)
  counters.set(null)
  shownAsOf.set(null)
})
