import type { FeedSort } from '../../../protocol/frames.ts'
import { Belongings } from './belongings.ts'
import type { FeedRowSnapshot } from './feed-row.ts'

export type Compare = (a: FeedRowSnapshot, b: FeedRowSnapshot) => number

/** What somebody looks through. */
export interface Order {
  readonly total: number
  part(offset: number, limit: number): readonly FeedRowSnapshot[]
}

/** The conversations that pass one filter, in the order of one sort. Kept in order by moving only what changed, because ten thousand are too many to sort at every tick. */
export class SortedFeed implements Order {
  snapshots: readonly FeedRowSnapshot[]
  /** Where each operator looks through it in a way of their own. */
  readonly belongings: Belongings | null
  readonly #matches: (snapshot: FeedRowSnapshot) => boolean
  readonly compare: Compare

  constructor(
    passes: (snapshot: FeedRowSnapshot) => boolean,
    sort: FeedSort | Compare,
    all: Iterable<FeedRowSnapshot>,
    isShared = false,
  ) {
    this.#matches = passes
    this.compare = typeof sort === 'string' ? comparers[sort] : sort
    this.snapshots = [...all].filter(passes).sort(this.compare)
    this.belongings = isShared ? new Belongings(this.snapshots) : null
  }

  get total(): number {
    return this.snapshots.length
  }

  part(offset: number, limit: number): readonly FeedRowSnapshot[] {
    return this.snapshots.slice(offset, offset + limit)
  }

  /** `changed` holds, for each row that came, changed or went, its outdated snapshot, its new one, or both. */
  settle(changed: FeedRowSnapshot[]): void {
    this.settleSorted(changed.toSorted(this.compare))
  }

  /** The same for what stands in the order of `compare` already: several feeds have the same one. */
  settleSorted(changed: FeedRowSnapshot[]): void {
    const steps = changed.filter(this.#matches)
    if (!steps.length) return
    this.belongings?.settle(steps)
    const { snapshots: standings } = this
    const settled: FeedRowSnapshot[] = []
    let from = 0
    for (const step of steps) {
      const to = this.#placeOf(step, from)
      while (from < to) settled.push(standings[from++]!)
      if (step.outdated) from++
      else settled.push(step)
    }
    while (from < standings.length) settled.push(standings[from++]!)
    this.snapshots = settled
  }

  /** By halving: the first place, from `low` on, of what does not stand before `step`. */
  #placeOf(step: FeedRowSnapshot, low: number): number {
    let high = this.snapshots.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.compare(this.snapshots[middle]!, step) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Needs you first, as one operator sees it: among those who need the same, whom nobody else has open stands before whom a colleague looks at. */
export const attentionOf = (me: string): Compare => {
  const looked = ({ isLookedAt, onlyLooker }: FeedRowSnapshot) => Number(isLookedAt && onlyLooker !== me)
  return (a, b) => a.need - b.need || looked(a) - looked(b) || comparers.attention(a, b)
}

/** The same as somebody sees it who has nothing open. */
export const attentionOfAnybody = attentionOf('')

/** The id decides last, so that no two rows could stand either way. */
const newest: Compare = (a, b) => b.openedAt - a.openedAt || Number(a.id > b.id) - Number(a.id < b.id)

export const comparers: Record<FeedSort, Compare> = {
  attention: (a, b) => a.need - b.need || a.waitingSince - b.waitingSince || newest(a, b),
  newest,
  waiting: (a, b) => a.waitingSince - b.waitingSince || newest(a, b),
  mood: (a, b) => a.heat - b.heat || newest(a, b),
}
