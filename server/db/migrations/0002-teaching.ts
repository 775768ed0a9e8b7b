import type { CreateTableBuilder, Kysely } from 'kysely'

/** What operators teach: lessons, corrections, guidance, internal documents, and what else an agent is told. */
export async function up(db: Kysely<any>): Promise<void> {
  await createLessons(db)
  await createCorrections(db)
  await createDirectives(db)
  for (const column of ['goal', 'ideal_customer', 'boundaries'])
    await db.schema
      .alterTable('agents')
      .addColumn(column, 'text', (c) => c.notNull().defaultTo(''))
      .execute()
  await db.schema.alterTable('messages').addColumn('corrects', 'text').execute()
}

async function createLessons(db: Kysely<any>): Promise<void> {
  await taught(db.schema.createTable('lessons'))
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('conversation_id', 'text')
    .addColumn('whisper_id', 'text')
    .addColumn('on', 'integer', (c) => c.notNull())
    .addColumn('review_at', 'bigint')
    .addColumn('conflicts', 'text', (c) => c.notNull())
    .execute()
  // Identifying and whispering race for the same whisper; it becomes one lesson.
  await db.schema.createIndex('one_lesson_a_whisper').on('lessons').column('whisper_id').unique().execute()
  await db.schema.createIndex('lessons_by_contact').on('lessons').columns(['contact_id', 'scope']).execute()
  await db.schema.createIndex('lessons_by_company').on('lessons').columns(['company_id', 'scope']).execute()
  await db.schema.createIndex('lessons_by_scope').on('lessons').columns(['scope', 'changed_at']).execute()
}

async function createCorrections(db: Kysely<any>): Promise<void> {
  await taught(db.schema.createTable('corrections'))
    .addColumn('question', 'text', (c) => c.notNull())
    .addColumn('answer', 'text', (c) => c.notNull())
    .addColumn('message_id', 'text')
    .addColumn('conversation_id', 'text')
    .addColumn('told_in', 'text')
    .execute()
  await db.schema.createIndex('one_correction_a_message').on('corrections').column('message_id').unique().execute()
  await db.schema.createIndex('corrections_by_change').on('corrections').column('changed_at').execute()
}

/** What lessons and corrections have in common: whom they are for, who taught them, whether they still hold. */
function taught<T extends string, C extends string>(table: CreateTableBuilder<T, C>) {
  return table
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('scope', 'text', (c) => c.notNull())
    .addColumn('contact_id', 'text')
    .addColumn('contact_name', 'text')
    .addColumn('company_id', 'text')
    .addColumn('company_name', 'text')
    .addColumn('by', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('changed_at', 'bigint', (c) => c.notNull())
    .addColumn('retired_at', 'bigint')
}

async function createDirectives(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('guidance')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('on', 'integer', (c) => c.notNull())
    .addColumn('place', 'integer', (c) => c.notNull())
    .addColumn('changed_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('internal_docs')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('on', 'integer', (c) => c.notNull())
    .addColumn('changed_at', 'bigint', (c) => c.notNull())
    .execute()
}
