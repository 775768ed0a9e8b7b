import type { Kysely } from 'kysely'

/** What an operator sent can be edited or taken back for a moment, and both sides see that it was. */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema.alterTable('messages').addColumn('edited_at', 'bigint').execute()
  await db.schema.alterTable('messages').addColumn('withdrawn_at', 'bigint').execute()
}
