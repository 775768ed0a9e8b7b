import type { Kysely } from 'kysely'

/** What was learned from confirmed and rejected matches, and vectors that outlive the process. */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('phrasings')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('correction_id', 'text', (c) => c.notNull().references('corrections.id').onDelete('cascade'))
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('rejected', 'integer', (c) => c.notNull())
    .addColumn('origin', 'text', (c) => c.notNull())
    .addColumn('by', 'text')
    .addColumn('conversation_id', 'text')
    .addColumn('message_id', 'text')
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('removed_at', 'bigint')
    .execute()
  // Two votes on one answer at once teach one phrasing; what was taken out does not come back from the same place.
  await db.schema
    .createIndex('one_phrasing_a_message')
    .on('phrasings')
    .columns(['correction_id', 'message_id'])
    .unique()
    .execute()
  await db.schema.createIndex('phrasings_by_conversation').on('phrasings').column('conversation_id').execute()
  await db.schema.alterTable('provenance').addColumn('band', 'text').execute()
  await createVectors(db)
}

/** A vector goes with what it was made of, whoever deletes that, in the same transaction. */
async function createVectors(db: Kysely<any>): Promise<void> {
  const owners = { article_id: 'articles.id', correction_id: 'corrections.id', phrasing_id: 'phrasings.id' }
  let table = db.schema
    .createTable('vectors')
    .addColumn('model', 'text', (c) => c.notNull())
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .addColumn('vector', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('vectors_pk', ['model', 'key'])
  for (const [column, owner] of Object.entries(owners))
    table = table.addColumn(column, 'text', (c) => c.references(owner).onDelete('cascade'))
  await table.execute()
  for (const column of Object.keys(owners))
    await db.schema
      .createIndex(`vectors_by_${column.replace('_id', '')}`)
      .on('vectors')
      .column(column)
      .execute()
}
