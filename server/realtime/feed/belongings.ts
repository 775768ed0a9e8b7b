import type { FeedRowSnapshot } from './feed-row.ts'

/** Of the rows that one order holds: which ones are whose. Kept beside it by what changes, because looking for them would be a walk through all. */
export class Belongings {
  readonly #held = new Map<string, Set<FeedRowSnapshot>>()
  readonly #looked = new Map<string, Set<FeedRowSnapshot>>()

  constructor(all: Iterable<FeedRowSnapshot>) {
    for (const snapshot of all) this.#add(snapshot)
  }

  settle(changed: FeedRowSnapshot[]): void {
    for (const snapshot of changed) {
      if (snapshot.outdated) this.#drop(snapshot)
      else this.#add(snapshot)
    }
  }

  heldBy(me: string): ReadonlySet<FeedRowSnapshot> {
    return this.#held.get(me) ?? none
  }

  lookedAtOnlyBy(me: string): ReadonlySet<FeedRowSnapshot> {
    return this.#looked.get(me) ?? none
  }

  #add(snapshot: FeedRowSnapshot): void {
    put(this.#held, snapshot.row.control.operator?.id, snapshot)
    put(this.#looked, snapshot.onlyLooker, snapshot)
  }

  #drop(snapshot: FeedRowSnapshot): void {
    take(this.#held, snapshot.row.control.operator?.id, snapshot)
    take(this.#looked, snapshot.onlyLooker, snapshot)
  }
}

const none: ReadonlySet<FeedRowSnapshot> = new Set()

function put(
  sets: Map<string, Set<FeedRowSnapshot>>,
  whose: string | null | undefined,
  one: FeedRowSnapshot,
): void {
  if (whose) sets.set(whose, (sets.get(whose) ?? new Set()).add(one))
}

function take(
  sets: Map<string, Set<FeedRowSnapshot>>,
  whose: string | null | undefined,
  one: FeedRowSnapshot,
): void {
  if (!whose) return
  const set = sets.get(whose)
  set?.delete(one)
  if (!set?.size) sets.delete(whose)
}
