import type { Kysely } from 'kysely'
import type { Schema } from '../../db/schema.ts'
import { newId, type Context } from '../../ground/context.ts'

const dayMs = 24 * 60 * 60 * 1000
/** What a process that died had running counts no longer after this. */
const leaseMs = 20_000
const renewMs = 5_000
/** A place that could not be given back is given back so much later, and not kept until its lease ends: its visitor waits for it. */
const againMs = 1_000

interface Most {
  atOnce: number
  perDay: number
}

/** Calls of models by all processes: those that run, one row each under a lease, and how many this day (UTC) has seen. */
export class CallLedger {
  readonly #ctx: Pick<Context, 'db' | 'log'>
  readonly #most: Most
  readonly #held = new Set<string>()
  #timer: NodeJS.Timeout | null = null
  #stopped = false

  constructor(ctx: Pick<Context, 'db' | 'log'>, most: Most) {
    this.#ctx = ctx
    this.#most = most
  }

  /** What ends the call; or why there is none: the day is `spent`, or all places, or this visitor's, are taken. */
  async enter(visitor: string | null): Promise<(() => Promise<void>) | 'spent' | 'crowded'> {
    const id = newId()
    const refused = await this.#ctx.db
      .write(async (trx) => {
        const now = Date.now()
        const day = Math.floor(now / dayMs)
        if ((await lockDay(trx, day)) >= this.#most.perDay) return 'spent'
        await trx.deleteFrom('model_calls').where('lease_until', '<', now).execute()
        const running = await trx.selectFrom('model_calls').select('visitor_id').execute()
        const hasOne = visitor !== null && running.some(({ visitor_id }) => visitor_id === visitor)
        if (hasOne || running.length >= this.#most.atOnce) return 'crowded'
        await trx
          .insertInto('model_calls')
          .values({ id, visitor_id: visitor, lease_until: now + leaseMs })
          .execute()
        await trx
          .updateTable('model_days')
          .set((eb) => ({ calls: eb('calls', '+', 1) }))
          .where('day', '=', day)
          .execute()
        return null
      })
      .catch((error) => {
        // It may have been written all the same.
        this.#leave(id).catch(() => {})
        throw error
      })
    if (refused) return refused
    this.#hold(id)
    return () => this.#leave(id)
  }

  async today(): Promise<number> {
    const row = await this.#ctx.db.reads
      .selectFrom('model_days')
      .select('calls')
      .where('day', '=', Math.floor(Date.now() / dayMs))
      .executeTakeFirst()
    return Number(row?.calls ?? 0)
  }

  stop(): void {
    this.#stopped = true
    if (this.#timer) clearInterval(this.#timer)
  }

  #hold(id: string): void {
    this.#held.add(id)
    this.#timer ??= setInterval(() => void this.#renew(), renewMs).unref()
  }

  async #leave(id: string): Promise<void> {
    this.#held.delete(id)
    const left = await this.#try((trx) => trx.deleteFrom('model_calls').where('id', '=', id).execute())
    if (!left && !this.#stopped) setTimeout(() => void this.#leave(id), againMs).unref()
  }

  async #renew(): Promise<void> {
    if (!this.#held.size) return
    const ids = [...this.#held]
    await this.#try((trx) =>
      trx
        .updateTable('model_calls')
        .set({ lease_until: Date.now() + leaseMs })
        .where('id', 'in', ids)
        .execute(),
    )
  }

  /** A reply that is made must not fail for its place: the lease ends by itself. Answers whether it worked. */
  async #try(work: (trx: Kysely<Schema>) => Promise<unknown>): Promise<boolean> {
    return this.#ctx.db.write(work).then(
      () => true,
      (error) => {
        this.#ctx.log.warn({ error }, 'could not note a call of a model')
        return false
      },
    )
  }
}

/** How many calls the day has seen. Until the action ends, no other process takes one. */
async function lockDay(trx: Kysely<Schema>, day: number): Promise<number> {
  const row = await trx
    .insertInto('model_days')
    .values({ day, calls: 0 })
    .onConflict((conflict) => conflict.column('day').doUpdateSet((eb) => ({ calls: eb.ref('model_days.calls') })))
    .returning('calls')
    .executeTakeFirstOrThrow()
  return Number(row.calls)
}
