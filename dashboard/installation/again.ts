import { useEffect } from 'react'

/** Looks again every so often, while somebody looks at the page. */
export function useAgain(again: () => void, ms: number): void {
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && again(), ms)
    return () => clearInterval(timer)
  }, [again, ms])
}
