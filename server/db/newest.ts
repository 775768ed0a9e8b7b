import type { SelectQueryBuilder } from 'kysely'
import type { Schema } from './schema.ts'

/** Rows of one conversation's log that stand before this `seq`, and no more than so many. */
export interface Before {
  seq: number
  most: number
}

/** Behind every `seq` there is. */
export const endless = 2_147_483_647

/** The newest of what is asked for, oldest first; without `before` all of it. */
export async function newest<R>(
  // What is selected, and from which table, is the caller's.
  wanted: SelectQueryBuilder<Schema, any, R>,
  before?: Before,
): Promise<R[]> {
  if (!before) return wanted.orderBy('seq').execute()
  const rows = await wanted.where('seq', '<', before.seq).orderBy('seq', 'desc').limit(before.most).execute()
  return rows.reverse()
}
