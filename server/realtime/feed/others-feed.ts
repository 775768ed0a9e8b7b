import type { FeedRowSnapshot } from './feed-row.ts'
import type { Belongings } from './belongings.ts'
import { attentionOf, type Compare, type Order, type SortedFeed } from './sorted-feed.ts'

/**
 * An order as one operator sees it who looks at what others have: without what they hold, and in the order of attention with what they alone have open where it would
 * stand if nobody had. All operators share the order beneath, so one more of them costs a walk down to what is on the screen.
 */
export class OthersFeed implements Order {
  readonly beneath: SortedFeed
  readonly #belongings: Belongings
  readonly #me: string
  /** Null: whoever looks changes nothing about the order. */
  readonly #compare: Compare | null

  constructor(beneath: SortedFeed, { me, byAttention }: { me: string; byAttention: boolean }) {
    this.beneath = beneath
    this.#belongings = beneath.belongings!
    this.#me = me
    this.#compare = byAttention ? attentionOf(me) : null
  }

  get total(): number {
    return this.beneath.total - this.#belongings.heldBy(this.#me).size
  }

  part(offset: number, limit: number): readonly FeedRowSnapshot[] {
    const held = this.#belongings.heldBy(this.#me)
    const moved = this.#moved(held)
    if (!held.size && !moved.length) return this.beneath.part(offset, limit)
    const away = new Set([...held, ...moved])
    const walked: FeedRowSnapshot[] = []
    let next = 0
    for (const snapshot of this.beneath.snapshots) {
      if (walked.length >= offset + limit) break
      if (away.has(snapshot)) continue
      while (next < moved.length && this.#compare!(moved[next]!, snapshot) < 0) walked.push(moved[next++]!)
      walked.push(snapshot)
    }
    return [...walked, ...moved.slice(next)].slice(offset, offset + limit)
  }

  /** What stands further up for them than for anybody else, in their order. */
  #moved(held: ReadonlySet<FeedRowSnapshot>): FeedRowSnapshot[] {
    if (!this.#compare) return []
    return [...this.#belongings.lookedAtOnlyBy(this.#me)].filter((one) => !held.has(one)).sort(this.#compare)
  }
}
