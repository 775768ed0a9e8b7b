import { sql, type Kysely } from 'kysely'

/**
 * Which transaction wrote an event, so that processes beside each other find what none told them of: see db/moved-since.ts. On SQLite there is one process.
 * The default is set after the column is there, so that no old row is rewritten.
 */
export async function up(db: Kysely<any>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  if (dialect === 'sqlite') return
  await sql`alter table events add column tx xid8`.execute(db)
  await sql`alter table events alter column tx set default pg_current_xact_id()`.execute(db)
  await sql`create index events_by_transaction on events (tx) where tx is not null`.execute(db)
}
