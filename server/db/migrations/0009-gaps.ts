import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('gaps')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('question', 'text', (c) => c.notNull())
    .addColumn('changed_at', 'bigint', (c) => c.notNull())
    .addColumn('ended_how', 'text')
    .addColumn('ended_at', 'bigint')
    .addColumn('ended_in', 'text')
    .execute()
  await db.schema
    .createTable('gap_questions')
    .addColumn('message_id', 'text', (c) => c.notNull())
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('conversation_id', 'text', (c) => c.notNull())
    .addColumn('question', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('gap_id', 'text')
    .addPrimaryKeyConstraint('gap_questions_pk', ['message_id', 'reason'])
    .execute()
  await db.schema.createIndex('gap_questions_by_gap').on('gap_questions').columns(['gap_id', 'at']).execute()
  await db.schema
    .createIndex('unsorted_gap_questions')
    .on('gap_questions')
    .column('at')
    .where(sql.ref('gap_id'), 'is', sql.lit(null))
    .execute()
}
