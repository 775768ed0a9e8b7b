import type { Kysely } from 'kysely'

/** That people were erased, and what it takes to find everything of one person and everything that is old. */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('erasures')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('by', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('conversations', 'integer', (c) => c.notNull())
    .addColumn('messages', 'integer', (c) => c.notNull())
    .addColumn('slack', 'integer', (c) => c.notNull())
    .addColumn('unreachable', 'integer', (c) => c.notNull())
    .execute()
  // Where an article was learned, so that it can go with whom it was learned from.
  await db.schema.alterTable('articles').addColumn('conversation_id', 'text').execute()
  for (const table of [
    'lessons',
    'corrections',
    'gap_questions',
    'incidents',
    'mood_votes',
    'learned_answers',
    'articles',
    'mentions',
  ]) {
    await db.schema.createIndex(`${table}_by_origin`).on(table).column('conversation_id').execute()
  }
  await db.schema.createIndex('incidents_by_end').on('incidents').column('cleared_at').execute()
}
