import type { Kysely } from 'kysely'

/** An event that one webhook refuses alone waits beside the others, with a pause of its own. */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema.alterTable('webhook_deliveries').addColumn('next_at', 'bigint').execute()
  await db.schema.alterTable('webhook_deliveries').addColumn('failing_since', 'bigint').execute()
}
