/** Sockets that one visitor may hold in this process: many tabs, and no flood. */
export const placesOfVisitor = 20

/** Who holds how many sockets. */
export class Places {
  private readonly taken = new Map<string, number>()

  /** Takes a place, or says that there is none left. */
  take(visitorId: string): boolean {
    const count = this.taken.get(visitorId) ?? 0
    if (count >= placesOfVisitor) return false
    this.taken.set(visitorId, count + 1)
    return true
  }

  leave(visitorId: string): void {
    const count = this.taken.get(visitorId) ?? 0
    if (count > 1) this.taken.set(visitorId, count - 1)
    else this.taken.delete(visitorId)
  }
}
