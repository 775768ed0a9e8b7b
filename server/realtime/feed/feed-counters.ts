import type { FeedChoices, FeedCounters } from '../../../protocol/frames.ts'
import type { FeedRowSnapshot } from './feed-row.ts'

/** How many are live, wait, and feel how; counted on as rows come, change and go. */
export class Counters {
  readonly #counted: FeedCounters = {
    live: 0,
    waiting: 0,
    moods: { happy: 0, neutral: 0, confused: 0, frustrated: 0, angry: 0 },
  }
  #written: string | null = null

  add = (standing: FeedRowSnapshot): void => this.#count(standing, 1)
  drop = (standing: FeedRowSnapshot): void => this.#count(standing, -1)

  get text(): string {
    this.#written ??= JSON.stringify(this.#counted)
    return this.#written
  }

  now(): FeedCounters {
    return structuredClone(this.#counted)
  }

  #count({ row }: FeedRowSnapshot, by: 1 | -1): void {
    this.#counted.live += by
    if (row.waitingSince !== null) this.#counted.waiting += by
    this.#counted.moods[row.mood.mood] += by
    this.#written = null
  }
}

const mostTopics = 50

/** What the live conversations can be filtered by. */
export function choicesOf(standings: Iterable<FeedRowSnapshot>): FeedChoices {
  const rows = [...standings].map(({ row }) => row)
  const agents = new Map(rows.map(({ agent }) => [agent.id, agent]))
  const topics = rows.flatMap(({ topic }) => topic ?? [])
  return {
    agents: mostFrequent(rows.map(({ agent }) => agent.id)).map((id) => agents.get(id)!),
    topics: mostFrequent(topics).slice(0, mostTopics),
  }
}

function mostFrequent(all: string[]): string[] {
  const counts = new Map<string, number>()
  for (const each of all) counts.set(each, (counts.get(each) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a).map(([each]) => each)
}
