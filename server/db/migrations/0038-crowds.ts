import type { Kysely } from 'kysely'

/** The incident in which others are gathered, when many come at once. */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema.alterTable('incidents').addColumn('gathered_in', 'text').execute()
  await db.schema.createIndex('incidents_by_crowd').on('incidents').columns(['gathered_in', 'opened_at']).execute()
}
