import type { Kysely } from 'kysely'

/** Codes of a second factor that were used in the last minutes, as digests: each is good once. */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('operator_used_codes')
    .addColumn('operator_id', 'text', (column) => column.notNull())
    .addColumn('code', 'text', (column) => column.notNull())
    .addColumn('used_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('operator_used_codes_pk', ['operator_id', 'code'])
    .execute()
}
