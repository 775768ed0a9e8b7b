import { useEffect } from 'react'

/** While something is being read, its progress is looked at; when all is still, nothing is asked. */
export function useRefresh(busy: boolean, reload: () => void): void {
  useEffect(() => {
    if (!busy) return
    const timer = setInterval(reload, 1500)
    return () => clearInterval(timer)
  })
}
