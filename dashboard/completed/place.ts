import { createStore } from '../../client/store.ts'
import type { Conversation } from '../../protocol/entities.ts'

/** Where the open conversation stands in the list beside it, and how to go to its neighbours; null while there is no list. */
interface Place {
  at: number
  total: number
  step: (by: number) => void
}

export const place = createStore<Place | null>(null)

/** The open conversation as it was seen last: its row in the list follows. */
export const freshest = createStore<Conversation | null>(null)
