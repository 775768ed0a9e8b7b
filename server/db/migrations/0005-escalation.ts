import type { Kysely } from 'kysely'

/** When agents escalate, and what came of whispers. */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema.alterTable('agents').addColumn('escalation', 'text').execute()
  await db.schema
    .alterTable('whispers')
    .addColumn('must', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
  for (const column of ['receipt', 'receipt_sentence'])
    await db.schema.alterTable('whispers').addColumn(column, 'text').execute()
  const rows = await db.selectFrom('conversations').select(['id', 'head']).execute()
  for (const { id, head } of rows) {
    await db
      .updateTable('conversations')
      .set({ head: JSON.stringify({ confidence: null, escalation: null, ...JSON.parse(head) }) })
      .where('id', '=', id)
      .execute()
  }
}
