import type { Kysely } from 'kysely'

/** Replies that are written and not sent, at most one in a conversation. Without `due_at` a person sends it. */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('holds')
    .addColumn('conversation_id', 'text', (c) => c.primaryKey().references('conversations.id').onDelete('cascade'))
    .addColumn('run_id', 'text', (c) => c.notNull())
    .addColumn('seq', 'integer', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('due_at', 'bigint')
    .addColumn('reply', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('holds_due').on('holds').column('due_at').execute()
  await db.schema.alterTable('agents').addColumn('sending', 'text').execute()
}
