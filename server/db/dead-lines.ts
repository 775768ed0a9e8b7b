import pg from 'pg'

/** A statement that was not answered for this long is asked after. */
const suspectMs = 2_000
const lookMs = 1_000

/**
 * Finds lines to PostgreSQL that died without a word: whoever waits on one would wait for `query_timeout`. While a statement takes long, the server is asked
 * over a new line what it is doing for us; a line that it does not know, or on which it waits for us, is cut at both ends, because a transaction that is open there
 * holds its locks. A statement that merely takes long is left alone.
 */
export class DeadLines {
  readonly #url: string
  readonly #waiting = new Map<pg.PoolClient, number>()
  readonly #openedAt = new WeakMap<pg.PoolClient, number>()
  readonly #timer: NodeJS.Timeout
  #foundAt = -Infinity
  #looking = false

  constructor(url: string) {
    this.#url = url
    this.#timer = setInterval(() => this.#look(), lookMs).unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  opened(client: pg.PoolClient): void {
    this.#openedAt.set(client, performance.now())
  }

  /** Lines that are as old as one that was found dead are not to be used again. */
  isDoubtful(client: pg.PoolClient): boolean {
    return (this.#openedAt.get(client) ?? 0) < this.#foundAt
  }

  /** Some lines died for sure: a statement on one of them got no answer. */
  found(): void {
    this.#foundAt = performance.now()
  }

  async during<T>(client: pg.PoolClient, statement: Promise<T>): Promise<T> {
    this.#waiting.set(client, performance.now())
    try {
      return await statement
    } finally {
      this.#waiting.delete(client)
    }
  }

  #look(): void {
    const now = performance.now()
    const suspects = [...this.#waiting].filter(([, since]) => now - since > suspectMs)
    if (!suspects.length || this.#looking) return
    this.#looking = true
    this.#cutDead(suspects)
      // A database that answers nobody says nothing about our lines.
      .catch(() => {})
      .finally(() => (this.#looking = false))
  }

  async #cutDead(suspects: [pg.PoolClient, number][]): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      connectionTimeoutMillis: suspectMs,
      query_timeout: suspectMs,
    })
    client.on('error', () => {})
    try {
      await client.connect()
      const working = await workingFor(
        client,
        suspects.map(([suspect]) => pidOf(suspect)),
      )
      // What was answered while this process was too busy to read it is read now, and its line is well.
      await new Promise((turned) => setImmediate(turned))
      const dead = suspects.filter(
        ([suspect, since]) => working && !working.has(pidOf(suspect)) && this.#waiting.get(suspect) === since,
      )
      if (!dead.length) return
      this.found()
      for (const [line] of dead) socketOf(line).destroy(new Error('the line to the database was dead'))
      await client.query('select pg_terminate_backend(pid) from unnest($1::int[]) as pid', [
        dead.map(([line]) => pidOf(line)),
      ])
    } finally {
      client.end().catch(() => {})
      socketOf(client).unref?.()
    }
  }
}

/** Those of our lines on which the server is at work. Null behind a pooler, whose process numbers are its own. */
async function workingFor(client: pg.Client, pids: number[]): Promise<Set<number> | null> {
  const { rows } = await client.query<{ own: number; pids: number[] }>(
    `select pg_backend_pid() as own, array(
       select pid from pg_stat_activity where pid = any($1::int[]) and state = 'active') as pids`,
    [pids],
  )
  return rows[0]!.own === pidOf(client) ? new Set(rows[0]!.pids) : null
}

interface Wired {
  processID: number
  connection: { stream: import('node:net').Socket }
}

const pidOf = (client: unknown) => (client as Wired).processID
const socketOf = (client: unknown) => (client as Wired).connection.stream
