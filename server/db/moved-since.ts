import { sql } from 'kysely'
import type { Database, Moved } from './database.ts'

type Reads = Pick<Database, 'reads'>
type Found = { mark: string; moved: Moved[] }

/** One file has one process, which told its own readers of every commit before anybody else could know of it. */
export const movedSinceOnSqlite = async (): Promise<Found> => ({ mark: '', moved: [] })

/**
 * PostgreSQL commits in any order, so no number that is taken while writing can be a place to go on from. The transaction's own id can: whatever is older
 * than the oldest transaction that was still open at the last look was seen by that look. The upper bound leaves out what a restored dump brought along.
 */
export async function movedSinceOnPostgres({ reads }: Reads, mark: string | null): Promise<Found> {
  const next = sql<string>`pg_snapshot_xmin(pg_current_snapshot())::text`
  if (mark === null) {
    const { rows } = await sql<{ mark: string }>`select ${next} as mark`.execute(reads)
    return { mark: rows[0]!.mark, moved: [] }
  }
  const { rows } = await sql<{ mark: string; moved: Moved[] }>`
    select ${next} as mark, (
      select coalesce(json_agg(json_build_object('id', id, 'seq', seq)), '[]'::json) from (
        select conversation_id as id, max(seq) as seq from events
        where tx >= ${mark}::xid8 and tx < pg_snapshot_xmax(pg_current_snapshot()) group by conversation_id
      ) as found
    ) as moved`.execute(reads)
  return rows[0]!
}
