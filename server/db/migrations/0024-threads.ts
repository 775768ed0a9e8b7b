import type { Kysely } from 'kysely'

/** One alert a conversation, with all that is the matter; who is on duty; how far each operator has read what is theirs. */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .alterTable('incidents')
    .addColumn('troubles', 'text', (c) => c.notNull().defaultTo('[]'))
    .execute()
  await db.schema.alterTable('incidents').addColumn('words', 'text').execute()
  await db.schema.alterTable('incidents').addColumn('holder', 'text').execute()
  await db.schema.alterTable('members').addColumn('away_since', 'bigint').execute()
  await db.schema
    .createTable('thread_reads')
    .addColumn('operator_id', 'text', (c) => c.notNull())
    .addColumn('conversation_id', 'text', (c) => c.notNull().references('conversations.id').onDelete('cascade'))
    .addColumn('seq', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('thread_reads_pk', ['operator_id', 'conversation_id'])
    .execute()
}
