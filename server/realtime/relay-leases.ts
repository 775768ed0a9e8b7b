import type { Context } from '../ground/context.ts'

/** What the database said of a conversation: the epoch in which the AI holds its pen, or null; and when it was asked, by the monotonic clock. */
interface Lease {
  epoch: number | null
  askedAt: number
}

/** Of words that stopped coming nothing is asked any more. */
const forgetMs = 3_000

/**
 * Leave to pass on the words of a running reply. It comes from the database, counts from the moment it was asked for, and lasts `timing.relayLeaseMs`: see
 * `Pen`. A process that shares the conversation with no other needs none, because a takeover is told here before it is confirmed.
 */
export class RelayLeases {
  readonly #ctx: Context
  readonly #leases = new Map<string, Lease>()
  readonly #wanted = new Map<string, number>()
  /** This process can be waited for in a takeover only while others can know of it. */
  readonly #isKnown: () => boolean
  #granted = (_conversationId: string) => {}
  #timer: NodeJS.Timeout | null = null
  #asking = false
  #askAgain = false

  constructor(ctx: Context, isKnown: () => boolean) {
    this.#ctx = ctx
    this.#isKnown = isKnown
  }

  /** `granted`: told of each conversation whose words may pass from now on. */
  start(granted: (conversationId: string) => void): void {
    if (!this.#ctx.bus.shared) return
    this.#granted = granted
    this.#timer = setInterval(() => this.#renew(), this.#ctx.timing.relayLeaseMs * 0.4)
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer)
  }

  /** May words of this epoch pass now? Asks for leave where there is none yet. */
  mayPass(conversationId: string, epoch: number): boolean {
    if (epoch < this.#ctx.pen.floor(conversationId)) return false
    if (!this.#ctx.bus.shared) return true
    const known = this.#wanted.has(conversationId)
    this.#wanted.set(conversationId, performance.now())
    const lease = this.#leases.get(conversationId)
    if (lease && this.#isFresh(lease) && this.#isKnown()) return lease.epoch === epoch
    if (!known || (lease && epoch > (lease.epoch ?? 0))) this.#ask()
    return false
  }

  #isFresh({ askedAt }: Lease): boolean {
    return performance.now() - askedAt < this.#ctx.timing.relayLeaseMs
  }

  #renew(): void {
    for (const [id, at] of this.#wanted) {
      if (performance.now() - at < forgetMs) continue
      this.#wanted.delete(id)
      this.#leases.delete(id)
    }
    this.#ask()
  }

  /** One question at a time, for all that are wanted. */
  #ask(): void {
    if (this.#asking) {
      this.#askAgain = true
      return
    }
    const ids = [...this.#wanted.keys()]
    if (!ids.length) return
    this.#asking = true
    this.#readHolders(ids)
      .catch((error) => {
        this.#askAgain = false
        this.#ctx.log.warn({ error }, 'could not ask who holds the pen; words of running replies are held back')
      })
      .finally(() => {
        this.#asking = false
        if (!this.#askAgain) return
        this.#askAgain = false
        this.#ask()
      })
  }

  async #readHolders(ids: string[]): Promise<void> {
    const askedAt = performance.now()
    const rows = await this.#ctx.db.reads
      .selectFrom('conversations')
      .select(['id', 'holder', 'epoch'])
      .where('id', 'in', ids)
      .where('status', '=', 'live')
      .execute()
    for (const { id, holder, epoch } of rows) this.#keep(id, { epoch: holder === 'ai' ? epoch : null, askedAt })
  }

  #keep(id: string, lease: Lease): void {
    const before = this.#leases.get(id)
    this.#leases.set(id, lease)
    if (!before || !this.#isFresh(before) || before.epoch !== lease.epoch) this.#granted(id)
  }
}
