import { useEffect, useState } from 'react'
import { Tooltip } from '../components/tooltip.tsx'
import { exactTime, useNow } from '../components/time.tsx'
import { useStore } from '../session/use.ts'
import { texts } from '../texts.ts'
import { shownAsOf } from './feed.ts'

const fresh = 2000
const lost = 6000

/** Proves that what is shown is live: the server says so at least once a second. */
export function Lamp() {
  const asOf = useStore(shownAsOf)
  const now = useNow(500)
  if (asOf === null) return <Light label={texts.feed.connecting} look="bg-line-strong" />
  const age = Math.max(0, now - asOf)
  if (age <= fresh) return <Light label={texts.feed.liveWhatYouSee} look="bg-live" />
  return <Light label={texts.feed.whatYouSeeIs(Math.round(age / 1000))} look="bg-warn" />
}

function Light({ label, look }: { label: string; look: string }) {
  return (
    <Tooltip label={label}>
      <span
        tabIndex={0}
        role="img"
        aria-label={label}
        className="flex size-4 items-center justify-center rounded-full"
      >
        <span className={`size-1.5 rounded-full ${look}`} />
      </span>
    </Tooltip>
  )
}

/** Whether what is shown is older than it should be. */
export function useIsOld(): boolean {
  const [old, setOld] = useState(false)
  useEffect(() => {
    const look = () => setOld(shownAsOf.get() !== null && Date.now() - shownAsOf.get()! > fresh)
    const each = setInterval(look, 500)
    const stop = shownAsOf.subscribe(look)
    return () => {
      clearInterval(each)
      stop()
    }
  }, [])
  return old
}

/** When what is shown was last true, once the connection has been away for a while; null while all is well. */
export function useLostSince(): number | null {
  const asOf = useStore(shownAsOf)
  const now = useNow(1000)
  return asOf !== null && now - asOf >= lost ? asOf : null
}

/** One quiet line. It stands where another stood, so that nothing jumps, and goes by itself. */
export function LostLine({ since }: { since: number }) {
  return (
    <span role="status" className="text-warn">
      {texts.feed.connectionLostShownAs(exactTime(since))}
    </span>
  )
}
