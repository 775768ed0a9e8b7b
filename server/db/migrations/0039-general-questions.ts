import { sql, type Kysely } from 'kysely'

/** Whether a correction's question is put in an operator's own words. Of those from before it is known where it was asked; who asked wrote the same. */
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .alterTable('corrections')
    .addColumn('general', 'integer', (column) => column.notNull().defaultTo(1))
    .execute()
  await sql`
    update corrections set general = 0 where exists (
      select 1 from messages
      where messages.conversation_id = corrections.conversation_id and messages.sender = 'visitor'
        and lower(trim(messages.text)) = lower(trim(corrections.question)))`.execute(db)
}
