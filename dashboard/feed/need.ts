import type { FeedRow, FeedSort } from '../../protocol/frames.ts'
import { needOf, type Need } from '../../protocol/need.ts'
import { clockTime } from '../components/time.tsx'
import { moodNames } from './mood.tsx'

const words: Record<Need, (row: FeedRow) => string> = {
  priority: () => 'The AI called for a person, and this customer has priority',
  asked: () => 'Asked for a person, and nobody has come yet',
  called: () => 'The AI called for a person, and nobody has come yet',
  angry: () => 'Angry',
  frustrated: () => 'Frustrated',
  owed: ({ control }) => `Waits for ${control.operator?.name ?? 'a person'}`,
  unsure: () => 'The AI is not sure of its answers',
  confused: () => 'Confused',
  unanswered: () => 'Waits for the AI',
  well: () => 'Nobody waits here',
  gone: () => 'The visitor has left',
}

/** Why this row stands where it stands. */
export function reasonOf(row: FeedRow, sort: FeedSort): string {
  if (sort === 'newest') return `Newest first: opened at ${clockTime(row.openedAt)}.`
  if (sort === 'mood') return `Worst mood first: ${moodNames[row.mood.mood]}.`
  const { waitingSince } = row
  if (sort === 'waiting') return waitingSince === null ? 'Waiting longest first: nobody waits here.' : `Waiting longest first: since ${clockTime(waitingSince)}.`
  const need = needOf(row)
  const waits = waitingSince === null || need === 'gone' ? '' : `, waiting since ${clockTime(waitingSince)}`
  return `Needs you first: ${words[need](row)}${waits}.`
}
