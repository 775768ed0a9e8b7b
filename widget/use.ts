import { useLayoutEffect, useReducer } from 'preact/hooks'
import type { Store } from '../client/store.ts'

/** The store's value, and a new drawing whenever it changes. */
export function useStore<T>(store: Store<T>): T {
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  useLayoutEffect(() => store.subscribe(() => redraw(undefined)), [store])
  return store.get()
}
