import { useEffect } from 'react'
import { createStore } from '../../client/store.ts'
import type { Conversation } from '../../protocol/entities.ts'
import type { FeedRow } from '../../protocol/frames.ts'
import { call, onSessionEnd } from '../session/session.ts'

/** The live conversations that whoever is signed in holds, who waits longest first. */
export const held = createStore<FeedRow[]>([])

/** Up to which `seq` each of them was read, in whichever browser: the server keeps it. */
export const reads = createStore<Record<string, number>>({})

/** The visitor has written what was not looked at yet. */
export const isUnread = ({ id, lastMessage, seq }: Conversation, read: Record<string, number>): boolean =>
  lastMessage?.from === 'visitor' && (lastMessage.seq ?? seq) > (read[id] ?? 0)

export function readUpTo(id: string, seq: number): void {
  reads.set((before) => (seq > (before[id] ?? 0) ? { ...before, [id]: seq } : before))
}

export async function loadReads(): Promise<void> {
  const told = await call('GET /api/reads').catch(() => null)
  for (const [id, seq] of Object.entries(told?.reads ?? {})) readUpTo(id, seq)
}

/** Looked at. It is unread again where the server could not be told. */
export function markRead(conversation: Conversation): void {
  if (document.visibilityState !== 'visible' || !isUnread(conversation, reads.get())) return
  const { id } = conversation
  const before = reads.get()[id]
  const seq = conversation.lastMessage!.seq ?? conversation.seq
  readUpTo(id, seq)
  call('PUT /api/conversations/:id/read', { params: { id }, body: { seq } }).catch(() =>
    reads.set((now) => ({ ...now, [id]: before ?? 0 })),
  )
}

/** While this conversation is open, what its visitor writes to me is read. */
export function useMarkRead(conversation: Conversation, mine: boolean): void {
  useEffect(() => {
    if (!mine) return
    const look = () => markRead(conversation)
    look()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [conversation, mine])
}

export const countUnread = (): number => held.get().filter((row) => isUnread(row, reads.get())).length

onSessionEnd(() => {
  held.set([])
  reads.set({})
})
