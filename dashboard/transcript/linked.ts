import { useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { useOlder } from './older.tsx'

/**
 * A link may lead to one message or whisper: it is brought into view once it stands in the transcript. As much of what was said before is loaded as it takes:
 * While
 * some is on its way the place on the screen is kept.
 */
export function useLinked(
  entries: unknown[],
  hasOlder: boolean,
  { state, load }: ReturnType<typeof useOlder>,
): void {
  const hash = useRouterState({ select: ({ location }) => location.hash })
  const shown = useRef('')
  useEffect(() => {
    if (!hash || hash === shown.current || state === 'busy') return
    const linked = document.getElementById(hash)
    if (!linked && hasOlder && state === 'idle') void load()
    if (!linked) return
    shown.current = hash
    linked.scrollIntoView({ block: 'center' })
  }, [hash, entries, hasOlder, state, load])
}
