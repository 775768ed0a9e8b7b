import { useEffect } from 'react'
import { call } from '../session/session.ts'
import { useLoad } from '../session/use.ts'

/** While vectors are made, how far they are; nothing once everything can be found by meaning. */
export function VectorProgress() {
  const { value, again } = useLoad('vectors', () => call('GET /api/vectors'))
  const underWay = value?.models.find(({ texts, ready }) => ready < texts)
  const pause = underWay ? 2_000 : 30_000
  useEffect(() => {
    const timer = setInterval(again, pause)
    return () => clearInterval(timer)
  }, [again, pause])
  if (!underWay) return null
  const { model, texts, ready } = underWay
  return (
    <div className="flex flex-col gap-1 border-b border-line px-3 py-2 text-xs text-soft">
      <p>
        Compared by meaning with {model}: {ready} of {texts}
      </p>
      <progress aria-label={`Compared by meaning with ${model}`} value={ready} max={texts} className="h-1 w-full accent-(--color-accent)" />
      <p className="text-faint">{value!.models.at(-1) === underWay ? 'The rest is found by its words until then.' : 'The model that comes with Halo serves until then.'}</p>
    </div>
  )
}
