import type { Kysely } from 'kysely'

/** What was left out of a page or file and why, as a list of sentences. */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .alterTable('source_pages')
    .addColumn('left_out', 'text', (column) => column.notNull().defaultTo('[]'))
    .execute()
}
