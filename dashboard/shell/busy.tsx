import { useEffect, useState } from 'react'
import { pending } from '../session/session.ts'
import { useSelector } from '../session/use.ts'
import { texts } from '../texts.ts'

/** Nobody notices a wait that is shorter; a mark that flashes up is worse than none. */
const noticed = 300

/** One thin line while an answer is awaited for longer than one would notice. */
export function Busy() {
  const busy = useSelector(pending, (count) => count > 0)
  const [long, setLong] = useState(false)
  useEffect(() => {
    if (!busy) return setLong(false)
    const timer = setTimeout(() => setLong(true), noticed)
    return () => clearTimeout(timer)
  }, [busy])
  if (!long) return null
  return (
    <div
      role="progressbar"
      aria-label={texts.shell.waitingForHalo}
      className="pointer-events-none fixed inset-x-0 top-0 z-50 h-0.5 animate-appear bg-accent"
    />
  )
}
