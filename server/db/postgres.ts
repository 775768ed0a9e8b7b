import pg from 'pg'
import {
  HandleEmptyInListsPlugin,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type Kysely,
  replaceWithNoncontingentExpression,
  type QueryResult,
} from 'kysely'
import { Conflict, Problem, Unavailable } from '../ground/errors.ts'
import type { Database } from './database.ts'
import { DeadLines } from './dead-lines.ts'
import { KyselyMaker, mustBeDefined } from './kysely.ts'
import { migrate } from './migrate.ts'
import { movedSinceOnPostgres } from './moved-since.ts'
import { ping } from './ping.ts'
import type { Schema } from './schema.ts'
import { mustBeOutside, within } from './scope.ts'

/** `in ()` holds nothing for SQLite and is an error for PostgreSQL. */
const emptyLists = new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression })

const maker = new KyselyMaker(
  'postgres',
  {
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
  [emptyLists],
)

/** A server that says nothing for this long is as good as lost. */
const limits = {
  connectionTimeoutMillis: 5_000,
  query_timeout: 15_000,
  statement_timeout: 14_000,
  idle_in_transaction_session_timeout: 4_000,
}

export async function openPostgres(url: string): Promise<Database> {
  // A migration takes as long as it takes, and waits as long for one that another process has begun.
  const patient = connect(
    url,
    new pg.Pool({ connectionString: url, types, max: 1, connectionTimeoutMillis: limits.connectionTimeoutMillis }),
  )
  try {
    await migrate(patient)
  } finally {
    await patient.close()
  }
  return connect(url, new pg.Pool({ connectionString: url, types, max: 10, keepAlive: true, ...limits }))
}

// int8 and numeric: times and sums fit a double, and SQLite gives numbers too.
const numbers = new Set<number>([pg.types.builtins.INT8, pg.types.builtins.NUMERIC])
const types: pg.CustomTypesConfig = {
  getTypeParser: (id: number, format?: any) => (numbers.has(id) ? Number : pg.types.getTypeParser(id, format)),
}

function connect(url: string, pool: pg.Pool): Database {
  const connections = new Connections(pool, new DeadLines(url))
  const alone = (kind: string) =>
    maker.over(async (query) => {
      mustBeOutside(kind)
      return connections.borrow((line) => send(line, query))
    })

  const database: Database = {
    dialect: 'postgres',
    reads: alone('read'),
    statements: alone('statement'),
    async write(work) {
      mustBeOutside('write')
      return unlessDeadlocked(() => connections.borrow((line) => transact(line, 'begin', 'write', work)))
    },
    writeSoon: (work) => database.write(work),
    async snapshot(work) {
      mustBeOutside('snapshot')
      return connections.borrow((line) =>
        transact(line, 'begin isolation level repeatable read read only', 'snapshot', work),
      )
    },
    movedSince: (mark) => movedSinceOnPostgres(database, mark),
    ping: () => ping(database),
    close: () => connections.close(),
  }
  return database
}

/** Of two that wait for each other the database ends one, of which nothing is left: it tries again, and finds the other done. */
async function unlessDeadlocked<T>(write: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write()
    } catch (error) {
      const isLoser = error instanceof Unavailable && (error.cause as { code?: string })?.code === deadlocked
      if (!isLoser || attempt === mostAttempts) throw error
    }
  }
}

const deadlocked = '40P01'
const mostAttempts = 4

class Connections {
  readonly #pool: pg.Pool
  readonly #dead: DeadLines
  readonly #lent = new Set<Promise<unknown>>()
  #closed = false

  constructor(pool: pg.Pool, dead: DeadLines) {
    this.#pool = pool
    this.#dead = dead
    // A lost connection speaks for itself at the next statement; without a listener it would end the process.
    pool.on('error', () => {})
    pool.on('connect', (client) => {
      client.on('error', () => {})
      dead.opened(client)
    })
  }

  borrow<T>(work: (line: Statements) => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new Unavailable('closed', 'The database was closed'))
    const loan = this.#lend(work).finally(() => this.#lent.delete(loan))
    this.#lent.add(loan)
    return loan
  }

  /** The pool forgets those who still wait for a connection when it ends, so it may not end before they are served. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await Promise.allSettled(this.#lent)
    this.#dead.stop()
    await this.#pool.end()
  }

  async #lend<T>(work: (line: Statements) => Promise<T>): Promise<T> {
    const client = await this.#trusted()
    let lost = false
    try {
      return await work((text, values) => this.#dead.during(client, client.query(text, values)))
    } catch (error) {
      lost = error instanceof Unavailable
      throw error
    } finally {
      client.release(lost)
    }
  }

  async #trusted(): Promise<pg.PoolClient> {
    for (;;) {
      const client = await this.#pool.connect().catch((error) => {
        throw explain(error)
      })
      if (!this.#dead.isDoubtful(client)) return client
      client.release(true)
    }
  }
}

/** Sends a statement over one line and answers what came back. */
type Statements = (text: string, values?: unknown[]) => Promise<pg.QueryResult>

async function transact<T>(
  line: Statements,
  begin: string,
  kind: 'write' | 'snapshot',
  work: (trx: Kysely<Schema>) => Promise<T>,
): Promise<T> {
  const transaction = new Transaction(line)
  await transaction.exec(begin)
  try {
    const result = await within(kind, () => work(transaction.db))
    await transaction.commit()
    return result
  } catch (error) {
    // A line that was lost is closed, and the server undoes what came over it.
    if (error instanceof Unavailable) transaction.abandon()
    else await transaction.rollback()
    throw error
  }
}

class Transaction {
  readonly #line: Statements
  #open = true
  #failure: { error: unknown } | null = null

  constructor(line: Statements) {
    this.#line = line
  }

  get db(): Kysely<Schema> {
    return maker.over((query) => this.#run(query))
  }

  async exec(sql: string): Promise<void> {
    await this.#line(sql).catch((error) => {
      throw explain(error)
    })
  }

  async commit(): Promise<void> {
    this.#open = false
    // PostgreSQL would answer such a commit with a rollback, and no error.
    if (this.#failure) throw this.#failure.error
    await this.exec('commit')
  }

  abandon(): void {
    this.#open = false
  }

  async rollback(): Promise<void> {
    this.#open = false
    await this.exec('rollback')
  }

  async #run(query: CompiledQuery): Promise<QueryResult<any>> {
    // A statement that nobody awaited would land in whatever this connection does next.
    if (!this.#open) throw new Error('This action is over. Await every statement inside it.')
    if (this.#failure) throw this.#failure.error
    try {
      return await send(this.#line, query)
    } catch (error) {
      this.#failure = { error }
      throw error
    }
  }
}

async function send(line: Statements, query: CompiledQuery): Promise<QueryResult<any>> {
  mustBeDefined(query)
  try {
    const { command, rowCount, rows } = await line(query.sql, query.parameters as unknown[])
    return changes.has(command) ? { rows, numAffectedRows: BigInt(rowCount ?? 0) } : { rows }
  } catch (error) {
    throw explain(error)
  }
}

const changes = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])

/**
 * What the server says about a statement stays as it is; what keeps it from working at all is `Unavailable`: lost or refused connections (08, 57, 28, 3D),
 * full disk or memory (53), failed disk (58), a read-only standby (25006), a transaction that stood still too long (25P03, 25P04), and the loser of a deadlock (40), who may simply try again.
 * Two that look for the same name at once find it free and write it both: the database refuses the second (23505), as the action would have a moment later.
 */
function explain(error: unknown): unknown {
  if (error instanceof Problem || error instanceof TypeError || error instanceof RangeError) return error
  if (error instanceof pg.DatabaseError && error.code === '23505')
    return Object.assign(
      new Conflict(
        'taken',
        'This must be unique, and somebody else wrote the same at the same moment. Look again, then decide.',
      ),
      { cause: error },
    )
  if (error instanceof pg.DatabaseError && !/^(08|57|28|3D|53|58|25006|25P0[34]|40)/.test(error.code ?? ''))
    return error
  const reason = (error as Error).message || (error as { code?: string }).code
  return Object.assign(
    new Unavailable(
      'unavailable',
      `The database cannot be used now (${reason}). Nothing was acknowledged; try again.`,
    ),
    { cause: error },
  )
}
