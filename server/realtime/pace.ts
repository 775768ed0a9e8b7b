import { countedAtMost } from '../http/limits.ts'

const minute = 60_000

/** So often a minute something is heard of one visitor, whichever of their lines says it: what is heard is written into the log. */
export class Pace {
  readonly #most: number
  #counts = new Map<string, number>()
  #until = 0

  constructor(most: number) {
    this.#most = most
  }

  /** Whether this once more is heard. */
  take(who: string, now = Date.now()): boolean {
    if (now >= this.#until) {
      this.#counts = new Map()
      this.#until = now + minute
    }
    const count = (this.#counts.get(who) ?? 0) + 1
    if (count === 1 && this.#counts.size >= countedAtMost) this.#counts.delete(this.#counts.keys().next().value!)
    this.#counts.set(who, count)
    return count <= this.#most
  }
}
