import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'

/**
 * The database port. Two rules hold on both dialects, so that what works on one works on the other:
 * a statement that fails ends its action, even if the caller catches the error; and inside `write` or `snapshot` only what was handed in may be used,
 * because anything else would wait for what itself is waiting.
 */
export interface Database {
  readonly dialect: 'sqlite' | 'postgres'
  /** Reads. Never sees half an action. */
  readonly reads: Kysely<Schema>
  /**
   * One action: atomic, durable when the promise resolves. On SQLite all actions of one turn of the event loop share one commit, a savepoint each.
   * Never await anything but the database inside.
   */
  write<T>(work: (trx: Kysely<Schema>) => Promise<T>): Promise<T>
  /** The same for what nobody waits for: on SQLite it shares the commit of the next action, or has one of its own within moments. */
  writeSoon<T>(work: (trx: Kysely<Schema>) => Promise<T>): Promise<T>
  /** Several reads at one point in time. */
  snapshot<T>(work: (trx: Kysely<Schema>) => Promise<T>): Promise<T>
  /** Each statement is an action of its own; for sign-in, whose library brings its own statements. */
  readonly statements: Kysely<Schema>
  /** Which conversations got events since `mark`, and the next mark; none is missed, some are told twice. Null: only the mark. Cheap: an index is read from its end. */
  movedSince(mark: string | null): Promise<{ mark: string; moved: Moved[] }>
  /** A cheap write and read that fails when the disk is full or the server is away. For /readyz. */
  ping(): Promise<void>
  /** Lets what was asked for finish, then closes. */
  close(): Promise<void>
}

/** A conversation whose log has come as far as `seq`. */
export interface Moved {
  id: string
  seq: number
}

declare module '../ground/context.ts' {
  interface Context {
    db: Database
  }
}
