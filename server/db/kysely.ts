import {
  DefaultQueryExecutor,
  Kysely,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type KyselyPlugin,
  type KyselyProps,
  type QueryResult,
} from 'kysely'
import type { Database } from './database.ts'
import type { Schema } from './schema.ts'

/** Runs one compiled statement. */
type Run = (query: CompiledQuery) => Promise<QueryResult<any>>

/**
 * Makes Kysely objects that build SQL in one dialect and hand each statement to a `Run`. Kysely's own connection handling is left out:
 * it knows nothing of shared commits.
 */
export class KyselyMaker {
  readonly dialect: Database['dialect']
  readonly #dialect: Dialect
  readonly #executor: DefaultQueryExecutor

  constructor(
    name: Database['dialect'],
    parts: Pick<Dialect, 'createAdapter' | 'createIntrospector' | 'createQueryCompiler'>,
    plugins: KyselyPlugin[] = [],
  ) {
    this.dialect = name
    this.#dialect = { ...parts, createDriver: () => driver }
    this.#executor = new DefaultQueryExecutor(
      parts.createQueryCompiler(),
      parts.createAdapter(),
      { provideConnection: notConnected },
      plugins,
    )
  }

  over(run: Run): Kysely<Schema> {
    const connection: DatabaseConnection = {
      executeQuery: run,
      async *streamQuery(query) {
        yield await run(query)
      },
    }
    const executor = this.#executor.withConnectionProvider({
      provideConnection: (consumer) => consumer(connection),
    })
    return new Connected(
      { config: { dialect: this.#dialect }, dialect: this.#dialect, driver, executor },
      this,
      run,
    )
  }
}

/** A Kysely that remembers where it leads, so that a prepared statement finds the way without being built again. */
export class Connected extends Kysely<Schema> {
  readonly maker: KyselyMaker
  readonly run: Run

  constructor(props: KyselyProps, maker: KyselyMaker, run: Run) {
    super(props)
    this.maker = maker
    this.run = run
  }
}

/** Where the statements of this one run. */
export function dialectOf(db: Kysely<Schema>): Database['dialect'] {
  if (!(db instanceof Connected)) throw new TypeError('Only what the Database handed out knows where it runs')
  return db.maker.dialect
}

/** Parameters that both dialects refuse: PostgreSQL's client would quietly store null. */
export function mustBeDefined({ sql, parameters }: CompiledQuery): void {
  const at = parameters.indexOf(undefined)
  if (at >= 0) throw new TypeError(`Value ${at + 1} of this statement is undefined: ${sql}`)
}

const notConnected = () => Promise.reject(new Error('This Kysely has no connection'))

const refuse = () => Promise.reject(new Error('Transactions are made by write and snapshot of the Database'))

/** Kysely's own transactions would slip past the queue of the writer. */
const driver: Driver = {
  init: () => Promise.resolve(),
  acquireConnection: refuse,
  beginTransaction: refuse,
  commitTransaction: refuse,
  rollbackTransaction: refuse,
  releaseConnection: refuse,
  destroy: () => Promise.resolve(),
}
