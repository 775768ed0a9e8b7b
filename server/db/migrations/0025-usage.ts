import type { Kysely } from 'kysely'

/** What each request of ours took at a language model. It outlives the message it was for, without pointing to it. */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('model_usage')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('agent_id', 'text', (column) => column.notNull())
    .addColumn('message_id', 'text')
    .addColumn('input', 'integer', (column) => column.notNull())
    .addColumn('output', 'integer', (column) => column.notNull())
    .addColumn('cached', 'integer', (column) => column.notNull())
    .addColumn('reasoning', 'integer', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('model_usage_by_time').on('model_usage').column('at').execute()
  await db.schema.createIndex('model_usage_by_message').on('model_usage').column('message_id').execute()
}
