import { useCallback, useEffect, useRef, useState, type RefObject } from 'react'
import { keepInPlace } from '../../client/older.ts'
import { messageOf } from '../session/session.ts'
import { showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'
import type { Reading } from '../conversation/reader.ts'

/** Loads what was said before the stretch that is shown, one at a time. What is on the screen stays where it is. After a failure nothing loads by itself. */
export function useOlder(reading: Reading, box: RefObject<HTMLElement | null>) {
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle')
  const loading = useRef(false)
  const load = useCallback(async () => {
    if (loading.current) return
    loading.current = true
    setState('busy')
    const failure = await reading
      .older((show) => keepInPlace(box.current!, box.current!.querySelector('article, [id]'), show))
      .catch(messageOf)
    loading.current = false
    setState(failure ? 'failed' : 'idle')
    if (failure) showToast(failure)
  }, [reading, box])
  return { state, load }
}

/** Stands above the first entry while there is more, and is followed when it comes into view. */
export function Older({ state, load }: ReturnType<typeof useOlder>) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (state !== 'idle') return
    const observer = new IntersectionObserver(([seen]) => seen?.isIntersecting && void load())
    observer.observe(place.current!)
    return () => observer.disconnect()
  }, [load, state])
  return (
    <div ref={place} className="px-4 pt-4 text-center">
      <button
        type="button"
        onClick={() => void load()}
        disabled={state === 'busy'}
        className="rounded-md px-2 py-1 text-xs text-soft hover:bg-hover"
      >
        {state === 'busy' ? texts.transcript.loadingOlder : texts.transcript.older}
      </button>
    </div>
  )
}
