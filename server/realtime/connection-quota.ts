/** Sockets, and questions held open, that one visitor may have in this process: many tabs, and no flood. */
export const placesOfVisitor = 20
/** Sockets from one address that have not said yet who they are: an office that comes back all at once, and no crowd that never speaks. */
export const strangersOfAddress = 500

/** Who holds how many. */
export class Places {
  private readonly most: number
  private readonly taken = new Map<string, number>()

  constructor(most: number) {
    this.most = most
  }

  full(who: string): boolean {
    return (this.taken.get(who) ?? 0) >= this.most
  }

  /** Takes a place, or says that there is none left. */
  take(who: string): boolean {
    if (this.full(who)) return false
    this.taken.set(who, (this.taken.get(who) ?? 0) + 1)
    return true
  }

  leave(who: string): void {
    const count = this.taken.get(who) ?? 0
    if (count > 1) this.taken.set(who, count - 1)
    else this.taken.delete(who)
  }
}
