import { sql, type Kysely } from 'kysely'
import type { Database } from './database.ts'
import { migrations } from './migrations/index.ts'

/** Brings the tables to what this program knows, all or nothing. Processes that start together wait here for the first. */
export async function migrate(database: Pick<Database, 'dialect' | 'write'>): Promise<void> {
  await database.write(async (trx: Kysely<any>) => {
    if (database.dialect === 'postgres') await waitForOthers(trx)
    await trx.schema
      .createTable('migrations')
      .ifNotExists()
      .addColumn('number', 'integer', (c) => c.primaryKey())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('applied_at', 'bigint', (c) => c.notNull())
      .execute()
    const { last } = await trx
      .selectFrom('migrations')
      .select((eb) => eb.fn.max('number').as('last'))
      .executeTakeFirstOrThrow()
    mustBeKnown(last ?? 0)
    for (const [index, { name, up }] of migrations.entries()) {
      if (index < (last ?? 0)) continue
      await up(trx, database.dialect)
      await trx
        .insertInto('migrations')
        .values({ number: index + 1, name, applied_at: Date.now() })
        .execute()
    }
  })
}

// Any number will do, as long as it stays the same: the name of the lock. SQLite needs none, its one writer has begun already.
const lock = 7_281_540

async function waitForOthers(trx: Kysely<any>): Promise<void> {
  await sql`set local statement_timeout = 0`.execute(trx)
  await sql`select pg_advisory_xact_lock(${sql.lit(lock)})`.execute(trx)
}

function mustBeKnown(last: number): void {
  if (last <= migrations.length) return
  throw new Error(
    `The database was made by a newer Halo: it is at migration ${last}, this program knows ${migrations.length}. Start the newer program, or restore an older backup.`,
  )
}
