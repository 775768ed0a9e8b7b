import type { FeedWindow } from '../../../protocol/frames.ts'
import type { FeedRowSnapshot } from './feed-row.ts'

/** Equal for windows that are cut from the same order, wherever each is scrolled to. What others hold is everything, less what the reader holds: see others-feed.ts. */
export function orderKey(window: FeedWindow, me: string): string {
  const { text, moods, holder, agentId, presence, topic, watched, sort } = window
  const mine = holder === 'me' || watched === 'me' ? me : null
  return JSON.stringify([
    wordsIn(text),
    moods.toSorted(),
    holder,
    agentId,
    presence.toSorted(),
    topic,
    watched,
    sort,
    mine,
  ])
}

/** Who stands in this window's order. Every word of the text must be found; where, does not matter. */
export function filterOf(window: FeedWindow, me: string): (standing: FeedRowSnapshot) => boolean {
  const { moods, holder, agentId, presence, topic, watched, text } = window
  const words = wordsIn(text)
  const isHeld = held[holder]
  const isWatched = seen[watched]
  return (standing) => {
    const { row } = standing
    return (
      (!moods.length || moods.includes(row.mood.mood)) &&
      (!presence.length || presence.includes(row.presence)) &&
      (agentId === null || row.agent.id === agentId) &&
      (topic === null || row.topic === topic) &&
      isHeld(standing, me) &&
      isWatched(standing, me) &&
      words.every((word) => standing.words.includes(word))
    )
  }
}

const wordsIn = (text: string) => text.toLowerCase().split(/\s+/).filter(Boolean)

type Test = (standing: FeedRowSnapshot, me: string) => boolean

const held: Record<FeedWindow['holder'], Test> = {
  anyone: () => true,
  ai: ({ row }) => row.control.holder === 'ai',
  operator: ({ row }) => row.control.holder === 'operator',
  me: ({ row }, me) => row.control.operator?.id === me,
  others: () => true,
}

const seen: Record<FeedWindow['watched'], Test> = {
  any: () => true,
  anyone: ({ row }) => row.watchers.length > 0,
  me: ({ row }, me) => row.watchers.some(({ id }) => id === me),
  nobody: ({ row }) => row.watchers.length === 0,
}
