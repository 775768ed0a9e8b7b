import type { Source } from '../../protocol/entities.ts'
import type { Distance } from '../../protocol/teaching/replay.ts'
import { phrases } from '../builtin/phrases.ts'
import { isAdmission } from '../judging/assess-reply.ts'
import { termsOf } from '../knowledge/words.ts'

interface Said {
  text: string
  sources: Pick<Source, 'id'>[]
}

/** Of the words of both, so many must be the other's too. */
const nearly = 0.9

/** How far an answer is from what was said. */
export function distanceOf(said: Said, now: Said): Distance {
  if (said.text === now.text) return 'same'
  const [knew, knows] = [!isSilent(said), !isSilent(now)]
  if (knew !== knows) return knows ? 'speaks' : 'silent'
  if (sharedTerms(said.text, now.text) >= nearly) return 'meaning'
  return said.sources.length && sourcesOf(said) === sourcesOf(now) ? 'sources' : 'different'
}

const admissions = Object.values(phrases).flatMap(({ unknowns }) => unknowns)

/** It only says that it does not know. */
const isSilent = ({ text }: Said): boolean => isAdmission(text) || admissions.some((line) => text.includes(line))

const sourcesOf = ({ sources }: Said): string =>
  sources
    .map(({ id }) => id)
    .sort()
    .join(' ')

function sharedTerms(one: string, other: string): number {
  const [a, b] = [new Set(termsOf(one)), new Set(termsOf(other))]
  const shared = [...a].filter((term) => b.has(term)).length
  return shared / Math.max(1, a.size + b.size - shared)
}
