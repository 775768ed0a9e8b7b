import type { Mood, OutcomeKind } from '../../protocol/entities.ts'

export interface CompletedSearch {
  q?: string
  outcome?: OutcomeKind
  mood?: Mood
}

const outcomes = ['resolved', 'escalated', 'abandoned', 'no_question'] as const
const moods = ['happy', 'neutral', 'confused', 'frustrated', 'angry'] as const

/** What is written wrongly in an address filters nothing. */
export function readCompletedSearch(search: Record<string, unknown>): CompletedSearch {
  const outcome = outcomes.find((each) => each === search.outcome)
  const mood = moods.find((each) => each === search.mood)
  return {
    ...(search.q !== undefined && search.q !== '' && { q: String(search.q).slice(0, 200) }),
    ...(outcome && { outcome }),
    ...(mood && { mood }),
  }
}
