import { AsyncLocalStorage } from 'node:async_hooks'
import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import {
  SelectQueryNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type CompiledQuery,
  type Kysely,
} from 'kysely'
import { Unavailable } from '../ground/errors.ts'
import type { Database } from './database.ts'
import { KyselyMaker } from './kysely.ts'
import { migrate } from './migrate.ts'
import { movedSinceOnSqlite } from './moved-since.ts'
import { ping } from './ping.ts'
import type { Schema } from './schema.ts'
import { mustBeOutside, within } from './scope.ts'
import { SqliteFile } from './sqlite-file.ts'

const maker = new KyselyMaker('sqlite', {
  createAdapter: () => new SqliteAdapter(),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
})

/** Also in a folder that everybody may look into. What SQLite makes beside the file gets the file's own mode. */
function keepToOurselves(path: string): void {
  closeSync(openSync(path, 'a', 0o600))
  for (const file of [path, `${path}-wal`, `${path}-shm`]) if (existsSync(file)) chmodSync(file, 0o600)
}

/** One connection writes, another reads; nothing else touches the file. */
export async function openSqlite(folder: string): Promise<Database> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'halo.db')
  keepToOurselves(path)
  const writer = new Writer(new SqliteFile(path))
  const reader = new Reader(new SqliteFile(path, { readOnly: true }))

  const database: Database = {
    dialect: 'sqlite',
    reads: maker.over((query) => reader.run(query)),
    // What was written before is committed by then, so plain selects need no place in the writer's queue.
    statements: maker.over((query) =>
      SelectQueryNode.is(query.query)
        ? reader.run(query)
        : writer.write((action) => action.run(query), 'statement'),
    ),
    write: (work) => writer.write((action) => work(action.db), 'write'),
    writeSoon: (work) => writer.writeSoon((action) => work(action.db)),
    snapshot: (work) => reader.snapshot(work),
    movedSince: movedSinceOnSqlite,
    ping: () => ping(database),
    async close() {
      // The last connection to close tidies the write-ahead log into the file, which a reader may not do.
      await reader.close()
      await writer.close()
    },
  }
  try {
    await migrate(database)
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

/** One action on the writer's connection, between its savepoint and its release. */
class Action {
  readonly #file: SqliteFile
  readonly #resolve: (result: any) => void
  readonly work: (action: Action) => Promise<unknown>
  readonly reject: (error: unknown) => void
  /** The asynchronous context of the caller, in which its work must run although the batch was begun by another. */
  readonly #enter = AsyncLocalStorage.snapshot()
  #open = true
  #failure: { error: unknown } | null = null
  #result: unknown

  constructor(
    file: SqliteFile,
    work: (action: Action) => Promise<unknown>,
    resolve: (result: any) => void,
    reject: (error: unknown) => void,
  ) {
    this.#file = file
    this.work = work
    this.#resolve = resolve
    this.reject = reject
  }

  get db(): Kysely<Schema> {
    return maker.over((query) => this.run(query))
  }

  /** Runs the work within its savepoint; false when it failed, was undone and its caller was told. */
  async perform(): Promise<boolean> {
    try {
      this.#file.exec('savepoint action')
      this.#result = await this.#enter(() => within('write', () => this.work(this)))
      if (this.#failure) throw this.#failure.error
      this.#file.exec('release action')
      return true
    } catch (error) {
      this.reject(error)
      // Some failures (a full disk) end the whole transaction by themselves; then there is no savepoint to go back to.
      if (this.#file.inTransaction) {
        this.#file.exec('rollback to action')
        this.#file.exec('release action')
      }
      return false
    } finally {
      this.#open = false
    }
  }

  async run(query: CompiledQuery) {
    // A statement that nobody awaited would land in the next action.
    if (!this.#open) throw new Error('This action is over. Await every statement inside it.')
    if (this.#failure) throw this.#failure.error
    try {
      return this.#file.run(query)
    } catch (error) {
      this.#failure = { error }
      throw error
    }
  }

  succeed(): void {
    this.#resolve(this.#result)
  }
}

const batchWindowMs = 3

// So long whoever is not waited for waits for a batch to go with; a commit of its own holds the event loop for as long as one of many.
const ridesWithinMs = 15

// How long a batch may hold the event loop before it commits and lets others in.
const batchMs = 8

/** Collects actions until the event loop has turned, runs them one after the other in one transaction, and answers them all after its commit. */
class Writer {
  readonly #file: SqliteFile
  #queue: Action[] = []
  #riders: Action[] = []
  #leaving: NodeJS.Timeout | null = null
  #running: Promise<void> | null = null
  #closed = false

  constructor(file: SqliteFile) {
    this.#file = file
  }

  write<T>(work: (action: Action) => Promise<T>, kind: string): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      mustBeOutside(kind)
      if (this.#closed) throw closed()
      this.#queue.push(new Action(this.#file, work, resolve, reject))
      this.#running ??= this.#drain()
    })
  }

  writeSoon<T>(work: (action: Action) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      mustBeOutside('write')
      if (this.#closed) throw closed()
      this.#riders.push(new Action(this.#file, work, resolve, reject))
      this.#leaving ??= setTimeout(() => this.#leave(), ridesWithinMs)
    })
  }

  /** No batch came by, or it was full. */
  #leave(): void {
    if (this.#leaving) clearTimeout(this.#leaving)
    this.#leaving = null
    this.#queue.push(...this.#riders.splice(0))
    if (this.#queue.length) this.#running ??= this.#drain()
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#leave()
    await this.#running
    this.#file.close()
  }

  async #drain(): Promise<void> {
    while (this.#queue.length) {
      await this.#waitForBatch()
      await this.#commitBatch()
    }
    this.#running = null
  }

  /** Waits while each turn of the event loop brings more actions: under load they then share one sync, and alone nobody waits. */
  async #waitForBatch(): Promise<void> {
    const until = performance.now() + batchWindowMs
    let seen = 0
    do {
      seen = this.#queue.length
      await new Promise((turned) => setImmediate(turned))
    } while (this.#queue.length > seen && performance.now() < until)
  }

  async #commitBatch(): Promise<void> {
    const done: Action[] = []
    try {
      this.#file.exec('begin immediate')
      await this.#performQueued(done)
      this.#file.exec('commit')
      for (const action of done) action.succeed()
    } catch (error) {
      this.#abandon()
      // Without a transaction even begun, whoever waits would wait for the next failure.
      const lost = done.length ? done : [...this.#queue.splice(0), ...this.#riders.splice(0)]
      for (const action of lost) action.reject(error)
    }
  }

  #abandon(): void {
    try {
      if (this.#file.inTransaction) this.#file.exec('rollback')
    } catch {
      // Then the next batch cannot begin, and says so to everyone in it.
    }
  }

  async #performQueued(done: Action[]): Promise<void> {
    const until = performance.now() + batchMs
    for (let action = this.#next(); action; action = performance.now() < until ? this.#next() : undefined) {
      if (await action.perform()) done.push(action)
      if (!this.#file.inTransaction)
        throw new Unavailable(
          'unavailable',
          'The database undid the changes that were under way. Nothing was stored; try again.',
        )
    }
  }

  #next(): Action | undefined {
    return this.#queue.shift() ?? this.#riders.shift()
  }
}

/** The reading connection. A snapshot has it alone, so nobody else reads from its point in time. */
class Reader {
  readonly #file: SqliteFile
  #snapshotting: Promise<unknown> | null = null
  #closed = false

  constructor(file: SqliteFile) {
    this.#file = file
  }

  async run(query: CompiledQuery) {
    mustBeOutside('read')
    if (this.#closed) throw closed()
    while (this.#snapshotting) await this.#snapshotting
    return this.#file.run(query)
  }

  async snapshot<T>(work: (trx: Kysely<Schema>) => Promise<T>): Promise<T> {
    mustBeOutside('snapshot')
    if (this.#closed) throw closed()
    // Nothing may come between this look and the claim below.
    while (this.#snapshotting) await this.#snapshotting
    const turn = this.#readTogether(work)
    this.#snapshotting = turn
      .catch(() => {})
      .finally(() => {
        this.#snapshotting = null
      })
    return turn
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    while (this.#snapshotting) await this.#snapshotting
    this.#file.close()
  }

  async #readTogether<T>(work: (trx: Kysely<Schema>) => Promise<T>): Promise<T> {
    let open = true
    const db = maker.over(async (query) => {
      if (!open) throw new Error('This snapshot is over. Await every read inside it.')
      return this.#file.run(query)
    })
    this.#file.exec('begin')
    try {
      return await within('snapshot', () => work(db))
    } finally {
      open = false
      if (this.#file.inTransaction) this.#file.exec('commit')
    }
  }
}

const closed = () => new Unavailable('closed', 'The database was closed')
