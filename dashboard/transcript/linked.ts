import { useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'

/** A link may lead to one message or whisper: it is brought into view once it stands in the transcript. */
export function useLinked(entries: unknown[]): void {
  const hash = useRouterState({ select: ({ location }) => location.hash })
  const standing = entries.length > 0
  useEffect(() => {
    if (hash) document.getElementById(hash)?.scrollIntoView({ block: 'center' })
  }, [hash, standing])
}
