import type { Kysely } from 'kysely'

/** What sites tell about their visitors: traits, companies, and entries of what is going on. */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('companies')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('company_id', 'text', (c) => c.notNull().unique())
    .addColumn('name', 'text')
    .addColumn('traits', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('seen_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('companies_by_sight').on('companies').columns(['seen_at', 'id']).execute()
  await db.schema
    .alterTable('contacts')
    .addColumn('traits', 'text', (c) => c.notNull().defaultTo('{}'))
    .execute()
  await db.schema
    .alterTable('contacts')
    .addColumn('proven', 'text', (c) => c.notNull().defaultTo('[]'))
    .execute()
  await db.schema.alterTable('contacts').addColumn('company_id', 'text').execute()
  await db.schema.createIndex('contacts_by_sight').on('contacts').columns(['seen_at', 'id']).execute()
  await db.schema.createIndex('contacts_by_company').on('contacts').columns(['company_id', 'seen_at']).execute()
  await db.schema.alterTable('visitors').addColumn('company_id', 'text').execute()
  await db.schema
    .alterTable('visitors')
    .addColumn('context', 'text', (c) => c.notNull().defaultTo('{}'))
    .execute()
  await db.schema.createIndex('visitors_by_company').on('visitors').column('company_id').execute()
  await db.schema.createIndex('visitors_by_contact').on('visitors').column('contact_id').execute()
}
