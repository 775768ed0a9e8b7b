import { openPostgres } from './postgres.ts'
import { openSqlite } from './sqlite.ts'
import type { Database } from './database.ts'
import { databaseDuration } from '../ground/metrics.ts'

/** Opens, checks and migrates. `url` null: SQLite in `folder`/halo.db. */
export async function openDatabase(options: { url: string | null; folder: string }): Promise<Database> {
  const database = await (options.url ? openPostgres(options.url) : openSqlite(options.folder))
  return {
    ...database,
    write: timed('write', database.write),
    writeSoon: timed('write', database.writeSoon),
    snapshot: timed('snapshot', database.snapshot),
  }
}

/** The same, and `/metrics` tells how long it took. */
function timed<Work, Result>(kind: string, run: (work: Work) => Promise<Result>): (work: Work) => Promise<Result> {
  return async (work) => {
    const end = databaseDuration.startTimer({ kind })
    try {
      return await run(work)
    } finally {
      end()
    }
  }
}
