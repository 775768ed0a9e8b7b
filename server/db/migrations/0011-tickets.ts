import { sql, type Kysely } from 'kysely'

/** The work around tickets: snoozing, merging, fields, notes to colleagues, canned replies, and answers learned from what was resolved. */
export async function up(db: Kysely<any>): Promise<void> {
  await widenTickets(db)
  await createComments(db)
  await db.schema
    .createTable('canned_replies')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('changed_at', 'bigint', (c) => c.notNull())
    .execute()
  // By its name it is found while writing.
  await db.schema
    .createIndex('canned_replies_by_name')
    .unique()
    .on('canned_replies')
    .expression(sql`lower(name)`)
    .execute()
  await db.schema
    .createTable('learned_answers')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('ticket_id', 'text', (c) => c.notNull().unique())
    .addColumn('conversation_id', 'text', (c) => c.notNull())
    .addColumn('question', 'text', (c) => c.notNull())
    .addColumn('answer', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute()
}

async function widenTickets(db: Kysely<any>): Promise<void> {
  await db.schema.alterTable('tickets').addColumn('snoozed_until', 'bigint').execute()
  await db.schema.alterTable('tickets').addColumn('resolved_by', 'text').execute()
  await db.schema.alterTable('tickets').addColumn('merged_into', 'text').execute()
  await db.schema.alterTable('tickets').addColumn('merged_number', 'integer').execute()
  await db.schema
    .alterTable('tickets')
    .addColumn('fields', 'text', (c) => c.notNull().defaultTo('{}'))
    .execute()
  await db.schema.createIndex('tickets_by_assignee').on('tickets').columns(['assignee_id', 'changed_at']).execute()
  await db.schema.createIndex('tickets_by_merge').on('tickets').column('merged_into').execute()
}

async function createComments(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('comments')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('conversation_id', 'text', (c) => c.notNull())
    .addColumn('seq', 'integer', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('by', 'text', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('mentions', 'text', (c) => c.notNull())
    .execute()
  await db.schema
    .createIndex('comments_by_conversation')
    .on('comments')
    .columns(['conversation_id', 'seq'])
    .execute()
  await db.schema
    .createTable('mentions')
    .addColumn('comment_id', 'text', (c) => c.notNull())
    .addColumn('operator_id', 'text', (c) => c.notNull())
    .addColumn('conversation_id', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('mentions_pk', ['comment_id', 'operator_id'])
    .execute()
  await db.schema
    .createIndex('mentions_by_operator')
    .on('mentions')
    .columns(['operator_id', 'conversation_id'])
    .execute()
}
