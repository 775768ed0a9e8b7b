import type { Kysely } from 'kysely'

/** What pages claim is kept with the visit. Companies that were named without proof name nobody any more. */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .alterTable('visitors')
    .addColumn('claimed', 'text', (column) => column.notNull().defaultTo('{}'))
    .execute()
  await db.updateTable('visitors').set({ company_id: null }).execute()
  await db
    .updateTable('contacts')
    .set({ company_id: null })
    .where('verified', '=', 0)
    .where('proven', '=', '[]')
    .execute()
}
