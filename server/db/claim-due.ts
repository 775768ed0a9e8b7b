import type { Database } from './database.ts'
import type { Schema } from './schema.ts'

/** Tables whose rows wait to be sent, each by one process at a time. */
type Outbox = 'mails' | 'deliveries'

/** The row that has been due for longest, leased to this process; null when none is, or another process was quicker. */
export function claimDue<T extends Outbox>(db: Database, outbox: T, leaseMs: number): Promise<Schema[T] | null> {
  // What is asked here they all have.
  const table = outbox as 'mails'
  return db.write(async (trx) => {
    const now = Date.now()
    const due = await trx
      .selectFrom(table)
      .selectAll()
      .where('state', '=', 'waiting')
      .where('next_at', '<=', now)
      .where('lease_until', '<=', now)
      .orderBy('next_at')
      .limit(1)
      .executeTakeFirst()
    if (!due) return null
    const { numUpdatedRows } = await trx
      .updateTable(table)
      .set({ lease_until: now + leaseMs })
      .where('id', '=', due.id)
      .where('lease_until', '=', due.lease_until)
      .executeTakeFirst()
    return numUpdatedRows ? ({ ...due, lease_until: now + leaseMs } as Schema[Outbox] as Schema[T]) : null
  })
}
