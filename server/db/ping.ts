import type { Database } from './database.ts'

// More than the largest action writes: a disk that still takes this has room for the next message too.
const pingBytes = 65_536

/**
 * Proves that the database can be written and read, the same for both dialects.
 * Written and taken away in two transactions: what one transaction takes away again never reaches the disk, and a full one would go unnoticed.
 */
export async function ping(database: Pick<Database, 'write' | 'reads'>): Promise<void> {
  const value = 'x'.repeat(pingBytes)
  await database.write((trx) =>
    trx
      .insertInto('settings')
      .values({ key: 'ping', value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
      .execute(),
  )
  await database.write((trx) => trx.deleteFrom('settings').where('key', '=', 'ping').execute())
  await database.reads.selectFrom('settings').select('key').limit(1).execute()
}
