import type { Kysely } from 'kysely'

/** Calls of language models that run, of all processes, and how many each day has seen. */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('model_calls')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('visitor_id', 'text')
    .addColumn('lease_until', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('model_days')
    .addColumn('day', 'bigint', (column) => column.primaryKey())
    .addColumn('calls', 'bigint', (column) => column.notNull())
    .execute()
}
