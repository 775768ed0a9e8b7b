import type { Context } from '../ground/context.ts'

/** Said when a person has taken the pen. `by` is the process that wants to hear who has fallen silent. */
interface Taken {
  conversationId: string
  /** The epoch that began; words of an older one are over. */
  epoch: number
  by: string
}

const takenTopic = 'pen.taken'
const leftTopic = 'pen.left'
const silentTopic = (process: string) => `silent.${process}`
const silenceOf = ({ conversationId, epoch }: Pick<Taken, 'conversationId' | 'epoch'>) =>
  `${conversationId} ${epoch}`

/** Between the end of a lease and what was written under it reaching a wire. */
const marginMs = 150
const mostRemembered = 5_000

/**
 * The promise that after a confirmed takeover no AI word follows, across processes. Words pass only under a lease (realtime/relay-leases.ts) that every process
 * renews from the database for itself; so once the takeover is committed none can be renewed, and after one lease all are over. Nobody waits that long while
 * everybody is well: every process that may pass words drops them at once and says so. docs/decisions/0008-words-under-a-lease.md
 */
export class Pen {
  readonly #ctx: Context
  /** The oldest epoch whose words may still pass, where the pen was heard to change hands. */
  readonly #floors = new Map<string, number>()
  readonly #confirmed = new Map<string, number>()
  /** Processes that said that they end. Their rows stay a while, because their visitors are still theirs until they come back elsewhere. */
  readonly #left = new Map<string, number>()
  readonly #waiting = new Map<string, (process: string) => void>()
  readonly #stops: (() => void)[]

  constructor(ctx: Context) {
    this.#ctx = ctx
    this.#stops = [
      ctx.bus.subscribe(takenTopic, (said) => this.#fallSilent(said as Taken)),
      ctx.bus.subscribe(silentTopic(ctx.process), (said) => {
        const { of, process } = said as { of: string; process: string }
        this.#waiting.get(of)?.(process)
      }),
      ctx.bus.subscribe(leftTopic, (said) => remember(this.#left, (said as { process: string }).process, 1)),
    ]
  }

  stop(): void {
    this.#stops.forEach((stop) => stop())
  }

  /** This process passes on no more words: nobody need wait for it. */
  leave(): void {
    this.#ctx.bus.publish(leftTopic, { process: this.#ctx.process })
  }

  /** From the log or from another process: words of an older epoch are over here, whatever the lease says that was asked for before. */
  heard(conversationId: string, epoch: number): void {
    if (epoch > this.floor(conversationId)) remember(this.#floors, conversationId, epoch)
  }

  floor(conversationId: string): number {
    return this.#floors.get(conversationId) ?? 0
  }

  /** After the commit of a takeover and before anybody is told that it is done: resolves when no word of an older epoch can reach a visitor any more. */
  async silence(conversationId: string, epoch: number): Promise<void> {
    if ((this.#confirmed.get(conversationId) ?? 0) >= epoch) return
    const taken = { conversationId, epoch, by: this.#ctx.process }
    const silent = new Set<string>()
    const all = Promise.withResolvers<void>()
    let relays: string[] | null = null
    const look = () => relays?.every((process) => silent.has(process)) && all.resolve()
    const of = silenceOf(taken)
    this.#waiting.set(of, (process) => {
      silent.add(process)
      look()
    })
    const timer = setTimeout(all.resolve, this.#ctx.timing.relayLeaseMs + marginMs)
    this.#ctx.bus.publish(takenTopic, taken satisfies Taken)
    try {
      relays = await Promise.race([this.#relays(), all.promise.then(() => [])])
      look()
      await all.promise
      remember(this.#confirmed, conversationId, epoch)
    } finally {
      clearTimeout(timer)
      this.#waiting.delete(of)
    }
  }

  /** Every other process that may hold a lease; null when that cannot be known, and the leases must run out. */
  async #relays(): Promise<string[] | null> {
    const { bus, db, process, timing } = this.#ctx
    if (!bus.shared) return []
    const rows = await db.reads
      .selectFrom('processes')
      .select('id')
      // Clocks may differ by one lease.
      .where('lease_until', '>', Date.now() - timing.processLeaseMs)
      .where('id', '!=', process)
      .execute()
      .catch(() => null)
    return rows && rows.map(({ id }) => id).filter((id) => !this.#left.has(id))
  }

  #fallSilent({ by, ...taken }: Taken): void {
    this.heard(taken.conversationId, taken.epoch)
    if (by !== this.#ctx.process)
      this.#ctx.bus.publish(silentTopic(by), { of: silenceOf(taken), process: this.#ctx.process })
  }
}

function remember(epochs: Map<string, number>, id: string, epoch: number): void {
  epochs.delete(id)
  epochs.set(id, epoch)
  if (epochs.size > mostRemembered) epochs.delete(epochs.keys().next().value!)
}

declare module '../ground/context.ts' {
  interface Context {
    pen: Pen
  }
}
