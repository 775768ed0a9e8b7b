import { sql, type Kysely } from 'kysely'
import type { StoredType } from '../../protocol/events.ts'
import type { HaloEvent } from '../../protocol/programs/placed-event.ts'
import type { Context } from '../ground/context.ts'
import type { Schema } from '../db/schema.ts'
import { nextMove } from './poll.ts'
import { eventOf, historian } from './log.ts'

const atOnce = 2_000
/** A lost hint must not cost a reader more than this. */
const lookAgain = 2_000

/** The log of the whole workspace after a position, waiting up to `wait` seconds for something to tell. `mayGoOn` is asked before anything is told after a wait. */
export async function readStream(
  ctx: Context,
  { after, limit, wait }: { after: number; limit: number; wait: number },
  mayGoOn: () => Promise<void>,
): Promise<{ events: HaloEvent[]; upTo: number }> {
  const until = performance.now() + wait * 1000
  for (;;) {
    // Listening before looking: what is written between the look and the wait still wakes us.
    const moved = nextMove(ctx, '*')
    try {
      await givePositions(ctx)
      const events = await eventsAfter(ctx.db.reads, after, limit)
      const left = until - performance.now()
      if (events.length || left <= 0 || ctx.closing.aborted)
        return { events, upTo: events.at(-1)?.position ?? after }
      await moved.within(Math.min(left, lookAgain))
    } finally {
      moved.cancel()
    }
    await mayGoOn()
  }
}

/**
 * Gives every committed event without one its position in the order of the whole workspace. Counting while an event is written would let a reader skip it:
 * its number could be taken early and committed late, behind what was read meanwhile. So numbers are given after the commit, by one at a time: the row in
 * `streams` is locked until the numbers are committed, hence they become visible in their order and without gaps. Within a conversation they follow `seq`,
 * because its events become visible in that order. On SQLite they come with it: see positions.ts. Answers whether there may be more.
 */
export async function givePositions(ctx: Context): Promise<boolean> {
  // Most readers are up to date: they find nothing, and no lock is taken.
  const waiting = await ctx.db.reads
    .selectFrom('events')
    .select('seq')
    .where('position', 'is', null)
    .limit(1)
    .executeTakeFirst()
  if (!waiting) return false
  await ctx.db.write(async (trx) => {
    const lock = trx.selectFrom('streams').select('position').where('name', '=', 'events')
    const { position } = await (ctx.db.dialect === 'postgres' ? lock.forUpdate() : lock).executeTakeFirstOrThrow()
    const { numAffectedRows } = await sql`
      update events set position = ${sql.lit(position)} + placed.place from (
        select conversation_id, seq, row_number() over (order by conversation_id, seq) as place
        from events where position is null order by conversation_id, seq limit ${sql.lit(atOnce)}
      ) as placed
      where events.conversation_id = placed.conversation_id and events.seq = placed.seq`.execute(trx)
    await trx
      .updateTable('streams')
      .set({ position: position + Number(numAffectedRows) })
      .where('name', '=', 'events')
      .execute()
  })
  return true
}

/** All of them, or the news of some types. */
export async function eventsAfter(
  db: Kysely<Schema>,
  after: number,
  limit: number,
  types?: StoredType[],
): Promise<HaloEvent[]> {
  const rows = await db
    .selectFrom('events')
    .selectAll()
    .where('position', '>', after)
    .$if(types !== undefined, (query) =>
      query
        .where('type', 'in', types!)
        .where((eb) => eb.or([eb('actor_id', 'is', null), eb('actor_id', '!=', historian.id)])),
    )
    .orderBy('position')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...eventOf(row), position: row.position! }))
}
