/** Sockets, and questions held open, that one visitor may have in this process: many tabs, and no flood. */
export const connectionsPerVisitor = 20
/** Sockets from one address that have not said yet who they are: an office that comes back all at once, and no crowd that never speaks. */
export const unauthenticatedPerAddress = 500

/** Who holds how many. */
export class ConnectionQuota {
  readonly #limit: number
  readonly #held = new Map<string, number>()

  constructor(limit: number) {
    this.#limit = limit
  }

  isFull(who: string): boolean {
    return (this.#held.get(who) ?? 0) >= this.#limit
  }

  /** Takes a place, or says that there is none left. */
  acquire(who: string): boolean {
    if (this.isFull(who)) return false
    this.#held.set(who, (this.#held.get(who) ?? 0) + 1)
    return true
  }

  release(who: string): void {
    const count = this.#held.get(who) ?? 0
    if (count > 1) this.#held.set(who, count - 1)
    else this.#held.delete(who)
  }
}
