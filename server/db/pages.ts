import { sql, type RawBuilder, type SelectQueryBuilder, type SqlBool } from 'kysely'
import type { Schema } from './schema.ts'
import { Invalid } from '../ground/errors.ts'

/** Lists go by value, newest first: what is added meanwhile comes before the first page and shifts nothing. */

/** Everything behind the marker. `at` and `id` are the columns that the list is ordered by, both falling; without `at` it is by id alone. */
function behind(at: string | null, id: string, cursor: string | undefined): RawBuilder<SqlBool> {
  if (cursor === undefined) return sql<SqlBool>`1 = 1`
  const place = readCursor(cursor)
  if (at === null) return sql<SqlBool>`${sql.ref(id)} < ${place[1]}`
  return sql<SqlBool>`(${sql.ref(at)}, ${sql.ref(id)}) < (${sql.join(place)})`
}

/**
 * One page of what is asked for, the latest first, and the marker of the next one. `at` and `id` are the columns of the order, `placeOf` what a row has there; without
 * `at` the order is by id alone.
 */
export async function latest<R>(
  // What else is selected, and from which tables, is the caller's.
  wanted: SelectQueryBuilder<Schema, any, R>,
  { at, id, placeOf }: { at: string | null; id: string; placeOf: (row: R) => [at: number, id: string] },
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ rows: R[]; next: string | null }> {
  const behindIt = wanted.where(behind(at, id, cursor))
  const placed = at === null ? behindIt : behindIt.orderBy(sql.ref(at), 'desc')
  const rows = await placed
    .orderBy(sql.ref(id), 'desc')
    .limit(limit + 1)
    .execute()
  return cut(rows, limit, placeOf)
}

/** The first `limit` of the rows, of which one more was read to know whether there is more. */
function cut<R>(
  rows: R[],
  limit: number,
  placeOf: (row: R) => [at: number, id: string],
): { rows: R[]; next: string | null } {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { rows: page, next: last !== undefined && rows.length > limit ? writeCursor(placeOf(last)) : null }
}

const writeCursor = (place: [number, string]) => Buffer.from(JSON.stringify(place)).toString('base64url')

function readCursor(cursor: string): [number, string] {
  try {
    const [at, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[]
    if (Number.isSafeInteger(at) && typeof id === 'string' && /^[\w-]{1,100}$/.test(id)) return [at as number, id]
  } catch {
    // Refused below, like everything else that we did not write.
  }
  throw new Invalid('bad_cursor', 'This page marker is not one of ours. Start again from the first page.')
}
