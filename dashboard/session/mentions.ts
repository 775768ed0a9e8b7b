import { useEffect } from 'react'
import { createStore } from '../../client/store.ts'
import type { Mention } from '../../protocol/tickets/shapes.ts'
import { call, onSessionEnd } from './session.ts'
import { useSelector } from './use.ts'

/** Notes that call whoever is signed in and that they have not opened. */
export const mentions = createStore<Mention[]>([])

export async function readMentions(): Promise<void> {
  await call('GET /api/mentions').then(
    (read) => mentions.set(read.mentions),
    () => {},
  )
}

/** While this thread is open and looked at, its mentions are read. */
export function useOpenedMentions(conversationId: string): void {
  const unread = useSelector(mentions, (all) => all.some((each) => each.conversationId === conversationId))
  useEffect(() => {
    if (!unread) return
    const read = () => {
      if (document.visibilityState !== 'visible') return
      mentions.set(mentions.get().filter((each) => each.conversationId !== conversationId))
      void call('PUT /api/conversations/:id/mentions/read', { params: { id: conversationId } }).catch(
        () => void readMentions(),
      )
    }
    read()
    document.addEventListener('visibilitychange', read)
    return () => document.removeEventListener('visibilitychange', read)
  }, [unread, conversationId])
}

onSessionEnd(() => mentions.set([]))
