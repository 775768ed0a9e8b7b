import type { Kysely } from 'kysely'

/** The outbox of mail: whom to write to about what. The words are made when it is sent, so that nothing is kept twice and no link lies here. */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('mails')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('recipient', 'text', (column) => column.notNull())
    .addColumn('about', 'text', (column) => column.notNull())
    .addColumn('once', 'text', (column) => column.notNull().unique())
    .addColumn('conversation_id', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('next_at', 'bigint', (column) => column.notNull())
    .addColumn('lease_until', 'bigint', (column) => column.notNull())
    .addColumn('error', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('mails_due').on('mails').columns(['state', 'next_at']).execute()
  await db.schema.createIndex('mails_recipient').on('mails').columns(['recipient', 'created_at']).execute()
  await db.schema.createIndex('mails_conversation').on('mails').column('conversation_id').execute()
  await db.schema.alterTable('members').addColumn('mail_off', 'text').execute()
}
