import { openPostgres } from './postgres.ts'
import { openSqlite } from './sqlite.ts'
import type { Database } from './database.ts'

/** Opens, checks and migrates. `url` null: SQLite in `folder`/halo.db. */
export function openDatabase(options: { url: string | null; folder: string }): Promise<Database> {
  return options.url ? openPostgres(options.url) : openSqlite(options.folder)
}
