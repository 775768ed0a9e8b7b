import { useStore } from '../session/use.ts'
import { counters } from './feed.ts'
import { LostLine, useLostSince } from './lamp.tsx'

/** "37 live · 4 waiting · 2 angry" */
export function Counts() {
  const counts = useStore(counters)
  const lostSince = useLostSince()
  return (
    <p className="flex h-8 shrink-0 items-center border-t border-line px-3 text-xs text-soft tabular-nums">
      {lostSince !== null ? (
        <LostLine since={lostSince} />
      ) : (
        counts && [`${counts.live} live`, `${counts.waiting} waiting`, `${counts.moods.angry} angry`].join(' · ')
      )}
    </p>
  )
}
