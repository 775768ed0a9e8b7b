import { useEffect } from 'react'
import { call } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { texts } from '../texts.ts'

/** While vectors are made, how far they are, and why a model is not used; nothing once everything can be found by meaning. */
export function VectorProgress() {
  const { value, reload } = useLoad('vectors', () => call('GET /api/vectors'))
  const underWay = value?.models.find(({ texts, ready, trouble }) => trouble || ready < texts)
  const pause = underWay ? 2_000 : 30_000
  useEffect(() => {
    const timer = setInterval(reload, pause)
    return () => clearInterval(timer)
  }, [reload, pause])
  if (!underWay) return null
  const { model, texts: all, ready, trouble } = underWay
  const serves = value!.models.at(-1) === underWay ? texts.knowledge.wordsServe : texts.knowledge.ownModelServes
  if (trouble)
    return (
      <div role="status" className="flex flex-col gap-1 border-b border-line bg-bad-tint px-3 py-2 text-xs">
        <p className="font-medium text-bad">{texts.knowledge.notComparedWith(model)}</p>
        <p>{trouble}</p>
        <p className="text-soft">{serves}</p>
      </div>
    )
  return (
    <div className="flex flex-col gap-1 border-b border-line px-3 py-2 text-xs text-soft">
      <p>{texts.knowledge.comparedByMeaningWith(model, ready, all)}</p>
      <progress
        aria-label={texts.knowledge.comparedByMeaningWithModel(model)}
        value={ready}
        max={all}
        className="h-1 w-full accent-(--color-accent)"
      />
      <p className="text-faint">
        {value!.models.at(-1) === underWay ? texts.knowledge.theRestIsFound : texts.knowledge.theModelThatComes}
      </p>
    </div>
  )
}
