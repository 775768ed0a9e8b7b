import { useMe } from '../session/use.ts'
import { texts } from '../texts.ts'

const understands = {
  guidance: texts.knowledge.theBuiltInAnswererKeeps,
  lessons: texts.knowledge.theBuiltInAnswererKeepsTo,
  prose: texts.knowledge.theBuiltInAnswerer,
  boundaries: texts.knowledge.ofTheBoundariesThe,
}

/** What the built-in answerer cannot do with it; nothing where a language model answers. */
export function BuiltinLimit({ of }: { of: keyof typeof understands }) {
  const { model } = useMe()
  if (model !== 'built-in') return null
  return <p className="rounded-md bg-sunken px-3 py-2 text-xs text-soft">{understands[of]}</p>
}
