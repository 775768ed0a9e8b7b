import { useSyncExternalStore } from 'react'

const query = matchMedia('(min-width: 768px)')

/** Whether there is room for more than a list. */
export const useIsWide = (): boolean => useSyncExternalStore(subscribe, () => query.matches)

function subscribe(changed: () => void): () => void {
  query.addEventListener('change', changed)
  return () => query.removeEventListener('change', changed)
}
