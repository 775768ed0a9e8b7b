import { createStore } from '../../client/store.ts'
import type { Segment, SegmentInput } from '../../protocol/segments/shapes.ts'
import type { SegmentKind } from '../../protocol/segments/filter.ts'
import { call, onSessionEnd, messageOf } from '../session/session.ts'
import { runUnlessUndone, showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'

export type Counted = Segment & { count: number }

/** One's own segments and those of the team, in order, with how many each holds; null until they were read. */
export const segments = createStore<Counted[] | null>(null)

const renew = 30_000

/** Reads them now, and again while somebody looks, for what colleagues and visitors do. */
export function watchSegments(): () => void {
  void readSegments()
  const timer = setInterval(() => document.visibilityState === 'visible' && void readSegments(), renew)
  return () => clearInterval(timer)
}

export async function readSegments(): Promise<void> {
  await call('GET /api/segments').then(
    (read) => segments.set(read.segments),
    () => {},
  )
}

/** What is being written: a new one of this kind, or one that there is. */
export const writing = createStore<{ kind: SegmentKind; id: string; segment: Segment | null } | null>(null)

export async function saveSegment(id: string, body: SegmentInput): Promise<void> {
  await call('PUT /api/segments/:id', { params: { id }, body })
  await readSegments()
}

/** It is gone at once; undoing puts it back where it stood. */
export async function removeSegment({ id, kind, name, icon, shared, filter }: Segment): Promise<void> {
  const before = segments.get() ?? []
  const order = before.map((each) => each.id)
  try {
    await call('DELETE /api/segments/:id', { params: { id } })
    segments.set(before.filter((each) => each.id !== id))
  } catch (error) {
    return showToast(messageOf(error))
  }
  const putBack = () =>
    void saveSegment(id, { kind, name, icon, shared, filter }).then(
      () => reorder(order),
      (error) => showToast(messageOf(error)),
    )
  runUnlessUndone(texts.segments.removed(name), () => {}, putBack)
}

/** One place up or down among those of its kind. */
export async function moveSegment({ id, kind }: Segment, by: 1 | -1): Promise<void> {
  const all = segments.get() ?? []
  const ofKind = all.filter((each) => each.kind === kind).map((each) => each.id)
  const place = ofKind.indexOf(id)
  const other = ofKind[place + by]
  if (other === undefined) return
  const swapped = new Map([
    [id, other],
    [other, id],
  ])
  await reorder(all.map((each) => swapped.get(each.id) ?? each.id))
}

async function reorder(ids: string[]): Promise<void> {
  await call('POST /api/segments/order', { body: { ids } }).catch((error) => showToast(messageOf(error)))
  await readSegments()
}

onSessionEnd(() => segments.set(null))
