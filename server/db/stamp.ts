import { sql, type Kysely } from 'kysely'
import type { Schema } from './schema.ts'

/** Another text after every change of these rows: how many there are, and of each of these columns how many values, and the greatest. */
export async function stampOf(
  db: Kysely<Schema>,
  table: keyof Schema & string,
  columns: readonly string[],
): Promise<string> {
  const parts = columns.flatMap((column) => [sql`count(${sql.ref(column)})`, sql`max(${sql.ref(column)})`])
  const named = [sql`count(*)`, ...parts].map((part, place) => sql`${part} as ${sql.ref(`part_${place}`)}`)
  const { rows } = await sql<object>`select ${sql.join(named)} from ${sql.table(table)}`.execute(db)
  return JSON.stringify(rows)
}

/** A setting is a short text, and its own stamp. */
export async function stampOfSetting(db: Kysely<Schema>, key: string): Promise<string> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst()
  return row?.value ?? ''
}
