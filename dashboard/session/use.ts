import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { Store } from '../../client/store.ts'
import { me, messageOf, type Me } from './session.ts'

export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get)
}

/** A part of a store: redraws only when that part is another one. */
export function useSelector<T, P>(store: Store<T>, part: (value: T) => P): P {
  return useSyncExternalStore(store.subscribe, () => part(store.get()))
}

/** The signed-in operator; for screens behind the door. */
export function useMe(): Me {
  const last = useRef<Me | null>(null)
  last.current = useStore(me) ?? last.current
  return last.current!
}

export interface Loaded<T> {
  value: T | null
  error: string | null
  reload: () => void
  change: (change: (value: T) => T) => void
}

/** Reads when `key` changes; an answer to an older question is dropped. */
export function useLoad<T>(key: string, read: () => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ key: string; value: T | null; error: string | null }>({
    key,
    value: null,
    error: null,
  })
  const latest = useRef(0)
  const reader = useRef(read)
  reader.current = read
  const reload = useCallback(() => {
    const generation = ++latest.current
    reader.current().then(
      (value) => {
        if (generation === latest.current) setState({ key, value, error: null })
      },
      (error) => {
        if (generation === latest.current) setState((before) => ({ ...before, error: messageOf(error) }))
      },
    )
  }, [key])
  useEffect(reload, [reload])
  const change = useCallback(
    (change: (value: T) => T) =>
      setState((before) => (before.value === null ? before : { ...before, value: change(before.value) })),
    [],
  )
  return { value: state.value, error: state.error, reload, change }
}
