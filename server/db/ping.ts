import { randomUUID } from 'node:crypto'
import type { Database } from './database.ts'

// Larger than what a page of the file may have left, so that a full disk is noticed and not only a lost one.
const pingBytes = 16_384

/** The same for both dialects; a key of its own keeps two processes out of each other's way. */
export async function ping(database: Pick<Database, 'write' | 'reads'>): Promise<void> {
  const key = `ping-${randomUUID()}`
  await database.write(async (trx) => {
    await trx.insertInto('settings').values({ key, value: 'x'.repeat(pingBytes) }).execute()
    await trx.deleteFrom('settings').where('key', '=', key).execute()
  })
  await database.reads.selectFrom('settings').select('key').limit(1).execute()
}
