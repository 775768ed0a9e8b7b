import { createStore } from '../../client/store.ts'
import type { FeedRow } from '../../protocol/frames.ts'
import { onSessionEnd } from '../session/session.ts'
import { keep, kept } from '../shell/storage.ts'

/** The live conversations that whoever is signed in holds, who waits longest first. */
export const held = createStore<FeedRow[]>([])

const key = 'halo.read'

/** Until when each of them was read, by this browser. */
export const readUntil = createStore<Record<string, number>>(stored())

function stored(): Record<string, number> {
  try {
    return JSON.parse(kept(key) ?? '{}')
  } catch {
    return {}
  }
}

/** The visitor has written what was not looked at yet. */
export const isUnread = ({ id, lastMessage }: FeedRow, read: Record<string, number>): boolean =>
  lastMessage?.from === 'visitor' && lastMessage.at > (read[id] ?? 0)

/** This conversation is open and looked at. What is held no more is forgotten. */
export function markRead(id: string): void {
  const row = held.get().find((each) => each.id === id)
  if (!row?.lastMessage || document.visibilityState !== 'visible') return
  const ids = new Set(held.get().map((each) => each.id))
  const before = Object.fromEntries(Object.entries(readUntil.get()).filter(([each]) => ids.has(each)))
  if (before[id] === row.lastMessage.at) return
  readUntil.set({ ...before, [id]: row.lastMessage.at })
  keep(key, JSON.stringify(readUntil.get()))
}

export const countUnread = (): number => held.get().filter((row) => isUnread(row, readUntil.get())).length

onSessionEnd(() => held.set([]))
