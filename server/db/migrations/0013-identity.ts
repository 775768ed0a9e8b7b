import type { Kysely } from 'kysely'

const firstKey = 'first-key'

/** Which browser proved who its visitor is: that somebody proved it once says nothing of whoever claims the same name elsewhere. And several widget keys instead of one. */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .alterTable('visitors')
    .addColumn('verified', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()

  await db.schema
    .createTable('widget_keys')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('key', 'text', (c) => c.notNull().unique())
    .addColumn('origins', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('used_at', 'bigint')
    .addColumn('revoked_at', 'bigint')
    .execute()
  // The one key until now stands in pages out there, and goes on.
  const only = await db.selectFrom('settings').select('value').where('key', '=', 'widget_key').executeTakeFirst()
  if (!only) return
  await db
    .insertInto('widget_keys')
    .values({
      id: firstKey,
      name: 'First key',
      key: only.value,
      origins: '[]',
      created_at: Date.now(),
      used_at: null,
      revoked_at: null,
    })
    .execute()
  await db.deleteFrom('settings').where('key', '=', 'widget_key').execute()
}
