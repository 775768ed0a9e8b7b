import type { Kysely } from 'kysely'

/** Whom operators keep out, and the network that a visitor came from last, which is kept for a day. */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('shut_outs')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('whom', 'text', (column) => column.notNull())
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('proven', 'integer', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('until', 'bigint')
    .addColumn('conversation_id', 'text')
    .addUniqueConstraint('shut_outs_target', ['whom', 'target'])
    .execute()
  await db.schema
    .createTable('visitor_networks')
    .addColumn('visitor_id', 'text', (column) => column.primaryKey())
    .addColumn('network', 'text', (column) => column.notNull())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('visitor_networks_network').on('visitor_networks').column('network').execute()
  await db.schema.createIndex('visitor_networks_seen').on('visitor_networks').column('seen_at').execute()
}
