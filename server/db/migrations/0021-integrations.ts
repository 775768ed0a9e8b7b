import type { Kysely } from 'kysely'

/** Whether a request was done is known even where its answer was lost, and who signed in stands in the audit; what repeats is one entry with a count. */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema.alterTable('given_answers').addColumn('attempt', 'text').execute()
  await db.schema
    .alterTable('given_answers')
    .addColumn('done', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
  await db.schema
    .alterTable('audit')
    .addColumn('count', 'integer', (c) => c.notNull().defaultTo(1))
    .execute()
  await db.schema.alterTable('audit').addColumn('last_at', 'bigint').execute()
}
