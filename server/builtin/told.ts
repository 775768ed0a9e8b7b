import { askedTerms, isLight, standInsFor } from '../knowledge/words.ts'
import type { Ask } from './ask.ts'
import { holdsWanted, mustHold } from './evidence.ts'
import { quotable, type Sentence } from './sentences.ts'

/** So much of the question a person's sentence must speak about. */
const enough = 0.6

/** What a person of the team told this visitor here of what they ask now. Nothing is surer, and no article knows it. */
export function toldByPerson({
  question,
  wanted,
  turn,
  avoided,
}: Pick<Ask, 'question' | 'wanted' | 'turn' | 'avoided'>): { by: string; text: string } | null {
  const asked = askedTerms(question).filter((term) => !isLight(term))
  if (!asked.length) return null
  const told = turn.history
    .filter(({ from }) => from === 'operator')
    .flatMap(({ author, text }) => quotable(text).map((sentence) => ({ by: author ?? '', sentence })))
    .filter(({ sentence }) => !avoided.forbids(sentence.terms))
    .filter(({ sentence }) => !mustHold(wanted) || holdsWanted(wanted, sentence.text))
    .map((one) => ({ ...one, cover: coverOf(asked, one.sentence) }))
  // The latest of those that fit as well as any: what was said last holds.
  const best = Math.max(0, ...told.map(({ cover }) => cover))
  const found = told.findLast(({ cover }) => cover === best)
  return found && best >= enough ? { by: found.by, text: found.sentence.text } : null
}

const coverOf = (asked: string[], { terms }: Sentence): number =>
  asked.filter((term) => terms.has(term) || standInsFor(term).some((one) => terms.has(one))).length / asked.length

/** Who of the team has talked with this visitor before. */
export const talkedWith = ({ turn }: Pick<Ask, 'turn'>): string | null =>
  turn.history.findLast(({ from }) => from === 'operator')?.author ?? null
