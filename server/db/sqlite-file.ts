import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite'
import type { CompiledQuery, QueryResult } from 'kysely'
import { Unavailable } from '../ground/errors.ts'
import { fold } from './fold.ts'
import { mustBeDefined } from './kysely.ts'

/** One connection to the file, which remembers the statements it has prepared. */
export class SqliteFile {
  readonly #connection: DatabaseSync
  readonly #statements = new Map<string, Prepared>()

  constructor(path: string, options: { readOnly?: boolean } = {}) {
    this.#connection = attempt(
      () => new DatabaseSync(path, { ...options, enableForeignKeyConstraints: true, timeout: 5000 }),
    )
    this.#connection.function('folded', { deterministic: true }, folded)
    this.exec('pragma cache_size = -16000')
    if (options.readOnly) return
    const [mode] = this.#prepare('pragma journal_mode = wal').statement.all() as { journal_mode: string }[]
    if (mode?.journal_mode !== 'wal')
      throw new Error(`${path} lies where SQLite cannot keep a write-ahead log. Use a folder on a local disk.`)
    // An acknowledged message survives the power cut too.
    this.exec('pragma synchronous = full')
    // A checkpoint copies pages and syncs twice while everyone waits; with the standard 1,000 pages a busy hour is full of them.
    this.exec('pragma wal_autocheckpoint = 8000')
  }

  get inTransaction(): boolean {
    return this.#connection.isTransaction
  }

  exec(sql: string): void {
    attempt(() => this.#prepare(sql).statement.run())
  }

  run(query: CompiledQuery): QueryResult<any> {
    mustBeDefined(query)
    const values = query.parameters.map(bindable)
    return attempt(() => {
      const { statement, answers } = this.#prepare(query.sql)
      if (answers) return { rows: statement.all(...values).map(plain) }
      return { rows: [], numAffectedRows: BigInt(statement.run(...values).changes) }
    })
  }

  close(): void {
    this.#statements.clear()
    this.#connection.close()
  }

  #prepare(sql: string): Prepared {
    let prepared = this.#statements.get(sql)
    if (prepared) return prepared
    const statement = this.#connection.prepare(sql)
    prepared = { statement, answers: statement.columns().length > 0 }
    if (this.#statements.size >= mostStatements) this.#statements.delete(this.#statements.keys().next().value!)
    this.#statements.set(sql, prepared)
    return prepared
  }
}

interface Prepared {
  statement: StatementSync
  answers: boolean
}

// Lists of ids make a new text for each length; the oldest text goes first and is prepared again if it comes back.
const mostStatements = 500

const folded = (text: SQLOutputValue) => (typeof text === 'string' ? fold(text) : text)

const bindable = (value: unknown) => (typeof value === 'boolean' ? Number(value) : value) as SQLInputValue

/** node:sqlite makes rows without a prototype, PostgreSQL's client with one; readers get the same from both. */
const plain = <R extends object>(row: R): R => ({ ...row })

// SQLITE_BUSY, LOCKED, NOMEM, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, PROTOCOL, NOTADB: the fault of the disk, not of the statement.
const outages = new Set([5, 6, 7, 8, 10, 11, 13, 14, 15, 26])

function attempt<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    const primaryCode = ((error as { errcode?: number }).errcode ?? 0) & 0xff
    if (!outages.has(primaryCode)) throw error
    throw Object.assign(
      new Unavailable(
        'unavailable',
        `The database cannot be used now (${(error as Error).message}). Nothing was stored; try again.`,
      ),
      { cause: error },
    )
  }
}
