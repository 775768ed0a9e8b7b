import { useEffect } from 'react'

/** While something is being read, its progress is looked at; when all is still, nothing is asked. */
export function useRefresh(busy: boolean, again: () => void): void {
  useEffect(() => {
    if (!busy) return
    const timer = setInterval(again, 1500)
    return () => clearInterval(timer)
  })
}
