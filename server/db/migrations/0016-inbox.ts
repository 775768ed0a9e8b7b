import type { Kysely } from 'kysely'

/** Saved filters, and mentions that stay unread until their note was opened. */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('segments')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('icon', 'text', (c) => c.notNull())
    .addColumn('shared', 'integer', (c) => c.notNull())
    .addColumn('owner_id', 'text', (c) => c.notNull())
    .addColumn('filter', 'text', (c) => c.notNull())
    .addColumn('place', 'integer', (c) => c.notNull())
    .execute()
  await db.schema
    .alterTable('mentions')
    .addColumn('at', 'bigint', (c) => c.notNull().defaultTo(0))
    .execute()
  await db.schema.alterTable('mentions').addColumn('read_at', 'bigint').execute()
  // Of notes from before nobody knows who has read them; nobody is called by them now.
  await db.updateTable('mentions').set({ read_at: 0 }).execute()
  await db.schema
    .alterTable('incidents')
    .addColumn('people', 'text', (c) => c.notNull().defaultTo('[]'))
    .execute()
}
