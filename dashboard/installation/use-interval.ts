import { useEffect } from 'react'

/** Looks again every so often, while somebody looks at the page. */
export function useInterval(reload: () => void, ms: number): void {
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && reload(), ms)
    return () => clearInterval(timer)
  }, [reload, ms])
}
