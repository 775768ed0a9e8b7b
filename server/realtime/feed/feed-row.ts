import type { Mood } from '../../../protocol/entities.ts'
import type { FeedRow } from '../../../protocol/frames.ts'
import { needOf, needs } from '../../../protocol/need.ts'

const rank = new Map(needs.map((need, index) => [need, index]))
const heat: Record<Mood, number> = { angry: 0, frustrated: 10, confused: 20, neutral: 30, happy: 40 }

/** One live conversation as it was at one moment. It never changes; a newer one takes its place, and this one is then outdated. */
export class FeedRowSnapshot {
  readonly row: FeedRow
  readonly id: string
  outdated = false
  // What rows are sorted by, worked out once. None of it asks what time it is: who waits longest is who has waited since earliest.
  /** How far from the most urgent need, which is 0. */
  readonly need: number
  /** First the mood, then the score, the worst first. */
  readonly heat: number
  readonly waitingSince: number
  readonly openedAt: number
  /** Whether somebody has it open, and who, if it is one person alone. */
  readonly isLookedAt: boolean
  readonly onlyLooker: string | null
  readonly #said: readonly string[]
  #searched: string | null = null
  #written: string | null = null

  constructor(row: FeedRow, said: readonly string[]) {
    this.row = row
    this.#said = said
    this.id = row.id
    this.need = rank.get(needOf(row))!
    this.heat = heat[row.mood.mood] + row.mood.score
    this.waitingSince = row.waitingSince ?? Number.MAX_SAFE_INTEGER
    this.openedAt = row.openedAt
    const [first, ...others] = row.watchers
    this.isLookedAt = first !== undefined
    this.onlyLooker = first && others.every(({ id }) => id === first.id) ? first.id : null
  }

  /** What the search looks through, in small letters. Made at the first search. */
  get words(): string {
    const { visitor, topic, agent } = this.row
    this.#searched ??= [
      visitor.name ?? 'anonymous',
      visitor.email,
      visitor.company?.name,
      topic,
      agent.name,
      ...this.#said,
    ]
      .join('\n')
      .toLowerCase()
    return this.#searched
  }

  /** The row as JSON: written once, whoever sees it. */
  get text(): string {
    this.#written ??= JSON.stringify(this.row)
    return this.#written
  }
}
