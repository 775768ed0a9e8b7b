import type { Context } from '../ground/context.ts'
import { change } from '../events/log.ts'

/** How long the others get to renew their leases when the database is back, before they count as dead. */
const graceMs = 3_000

/** This process is alive, and what its sockets say of presence holds, as long as it renews its row in `processes`. */
export class ProcessLease {
  readonly #ctx: Context
  #renewedAt = -Infinity
  #steadySince = -Infinity

  constructor(ctx: Context) {
    this.#ctx = ctx
  }

  /** Whether other processes can know that this one lives. */
  get holds(): boolean {
    return performance.now() - this.#renewedAt < this.#ctx.timing.processLeaseMs
  }

  async renew(): Promise<void> {
    const { db, process, timing } = this.#ctx
    const askedAt = performance.now()
    const lease_until = Date.now() + timing.processLeaseMs
    await db.write((trx) =>
      trx
        .insertInto('processes')
        .values({ id: process, lease_until })
        .onConflict((oc) => oc.column('id').doUpdateSet({ lease_until }))
        .execute(),
    )
    // Where this one could not renew, others could not either.
    if (!this.holds) this.#steadySince = performance.now()
    this.#renewedAt = askedAt
  }

  /** Visitors whose process died and who did not come back to another one are gone. */
  async declareGone(): Promise<void> {
    if (performance.now() - this.#steadySince < graceMs) return
    const { db, timing } = this.#ctx
    const now = Date.now()
    const rows = await db.reads
      .selectFrom('conversations')
      .select(['id', 'seen_by'])
      .where('status', '=', 'live')
      .where('presence', '!=', 'gone')
      .where((eb) =>
        eb.or([
          eb.and([eb('seen_by', 'is', null), eb('opened_at', '<', now - timing.presenceLeaseMs)]),
          eb('seen_by', 'not in', eb.selectFrom('processes').select('processes.id').where('lease_until', '>', now)),
        ]),
      )
      .limit(500)
      .execute()
    for (const row of rows) await declareGone(this.#ctx, row, now)
    await db.write((trx) =>
      trx
        .deleteFrom('processes')
        .where('lease_until', '<', now - 3_600_000)
        .execute(),
    )
  }
}

function declareGone(
  ctx: Context,
  { id, seen_by }: { id: string; seen_by: string | null },
  now: number,
): Promise<void> {
  return change(ctx, { kind: 'system', id: null }, id, async (change) => {
    const row = await change.trx
      .selectFrom('conversations')
      .select('seen_by')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    if (row.seen_by !== seen_by || change.conversation.status === 'completed') return
    change.vouch(null)
    change.endBy({ ends_at: now + ctx.timing.awayLimitMs, ends_how: 'timed_out' })
    change.record('presence.changed', { presence: 'gone', at: change.at })
  })
}
