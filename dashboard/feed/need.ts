import type { FeedRow, FeedSort } from '../../protocol/frames.ts'
import { needOf, type Need } from '../../protocol/need.ts'
import { clockTime } from '../components/time.tsx'
import { texts } from '../texts.ts'
import { moodNames } from './mood.tsx'

const words: Record<Need, (row: FeedRow) => string> = {
  priority: () => texts.feed.theAiCalledForA,
  asked: () => texts.feed.askedForAPerson,
  missed: ({ control }) => texts.feed.waitsForWhoIsAway(control.operator?.name ?? texts.feed.operator),
  failed: ({ failure }) => texts.feed.theAiCouldNotAnswer(failure?.reason ?? ''),
  draft: () => texts.feed.aDraftWaits,
  inquiry: ({ inquiry, agent }) => texts.feed.asksTheTeam(inquiry?.by?.name ?? agent.name),
  called: () => texts.feed.theAiCalledFor,
  angry: () => texts.feed.angry,
  frustrated: () => texts.feed.frustrated,
  owed: ({ control }) => texts.feed.waitsFor(control.operator?.name ?? 'a person'),
  unsure: () => texts.feed.theAiIsNot,
  confused: () => texts.feed.confused,
  unanswered: () => texts.feed.waitsForTheAi,
  well: () => texts.feed.nobodyWaitsHere,
  gone: () => texts.feed.theVisitorHasLeft,
}

/** Why this row stands where it stands. */
export function reasonOf(row: FeedRow, sort: FeedSort): string {
  if (sort === 'newest') return texts.feed.newestFirstOpenedAt(clockTime(row.openedAt))
  if (sort === 'mood') return texts.feed.worstMoodFirstMoodNames(moodNames[row.mood.mood])
  const { waitingSince } = row
  if (sort === 'waiting')
    return waitingSince === null
      ? texts.feed.waitingLongestFirstNobody
      : texts.feed.waitingLongestFirstSince(clockTime(waitingSince))
  const need = needOf(row)
  const waits = waitingSince === null || need === 'gone' ? '' : texts.feed.waitingSince(clockTime(waitingSince))
  return texts.feed.needsYouFirstNeedWaits(words[need](row), waits)
}
