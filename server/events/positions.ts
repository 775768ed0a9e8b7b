import type { Kysely } from 'kysely'
import { dialectOf } from '../db/kysely.ts'
import { prepared, type Values } from '../db/prepared.ts'
import type { Schema } from '../db/schema.ts'

/**
 * The place of the first of so many events in the order of the whole workspace. On SQLite, whose one writer commits in the order in which it writes, an event gets its
 * place with its row; null elsewhere, where it is given after the commit: see stream.ts.
 */
export async function takePositions(trx: Kysely<Schema>, count: number): Promise<number | null> {
  if (dialectOf(trx) === 'postgres') return null
  const [stream] = (await moveOn(trx, { count })).rows
  return stream!.position - count + 1
}

const moveOn = prepared((db, value: Values<{ count: number }>) =>
  db
    .updateTable('streams')
    .set((eb) => ({ position: eb('position', '+', value('count')) }))
    .where('name', '=', 'events')
    .returning('position'),
)
