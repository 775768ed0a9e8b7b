import type { Kysely } from 'kysely'

/** Questions to the team about a running conversation. `by` is null where the AI asks. */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('inquiries')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('conversation_id', 'text', (c) => c.notNull().references('conversations.id').onDelete('cascade'))
    .addColumn('seq', 'integer', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('by', 'text')
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('due_at', 'bigint', (c) => c.notNull())
    .addColumn('answer', 'text')
    .execute()
  await db.schema.createIndex('inquiries_conversation').on('inquiries').column('conversation_id').execute()
  await db.schema.createIndex('inquiries_due').on('inquiries').columns(['state', 'due_at']).execute()
}
