import { sql } from 'kysely'
import type { Database } from '../server/db/database.ts'

/** The tables, as `table: row`, in which these words stand, in any column of any row of the whole database. */
export async function whereverStands(db: Database, words: string): Promise<string[]> {
  const found: string[] = []
  for (const table of await tablesOf(db)) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(db.reads)
    for (const row of rows)
      if (JSON.stringify(row).toLowerCase().includes(words.toLowerCase()))
        found.push(`${table}: ${JSON.stringify(row).slice(0, 400)}`)
  }
  return found
}

export async function tablesOf({ dialect, reads }: Database): Promise<string[]> {
  const { rows } =
    dialect === 'sqlite'
      ? await sql<{ name: string }>`select name from sqlite_master where type = 'table' order by name`.execute(
          reads,
        )
      : await sql<{
          name: string
        }>`select table_name as name from information_schema.tables where table_schema = 'public' order by table_name`.execute(
          reads,
        )
  return rows.map(({ name }) => name)
}
