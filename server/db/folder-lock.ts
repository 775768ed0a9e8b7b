import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { Unavailable } from '../ground/errors.ts'

const lookMs = 100
/** A process that was asked to end has 9 s; whoever waits longer waits in vain. */
const longestWaitMs = 15_000

/**
 * One SQLite file has one process: two would each show their operators none of the other's visitors. The lock is SQLite's own on a file beside the database,
 * which the system lets go of with the process, however that ends.
 */
export class FolderLock {
  readonly #file: DatabaseSync
  readonly #request: string
  #timer: NodeJS.Timeout | null = null

  private constructor(file: DatabaseSync, request: string) {
    this.#file = file
    this.#request = request
    // Whoever asked has got it.
    rmSync(request, { force: true })
  }

  /** `handOver`: the process that holds it is asked to end, and waited for. Otherwise it stays where it is, and this one is refused. */
  static async take(folder: string, handOver: boolean): Promise<FolderLock> {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const request = join(folder, 'halo.handover')
    const until = performance.now() + longestWaitMs
    for (;;) {
      const file = tryLock(join(folder, 'halo.lock'))
      if (file) return new FolderLock(file, request)
      if (!handOver || performance.now() > until) throw taken(folder, handOver)
      if (!existsSync(request)) writeFileSync(request, '', { mode: 0o600 })
      await sleep(lookMs / 5)
    }
  }

  /** Calls once when another process asks for the folder. */
  onAsked(end: () => void): void {
    this.#timer = setInterval(() => {
      if (!existsSync(this.#request)) return
      this.#stopLooking()
      end()
    }, lookMs).unref()
  }

  release(): void {
    this.#stopLooking()
    this.#file.close()
  }

  #stopLooking(): void {
    if (this.#timer) clearInterval(this.#timer)
  }
}

function tryLock(path: string): DatabaseSync | null {
  const file = new DatabaseSync(path, { timeout: 0 })
  try {
    file.exec('begin exclusive')
    return file
  } catch (error) {
    file.close()
    // SQLITE_BUSY; anything else is no lock of somebody else's.
    if ((((error as { errcode?: number }).errcode ?? 0) & 0xff) === 5) return null
    throw error
  }
}

const taken = (folder: string, asked: boolean) =>
  new Unavailable(
    'folder_taken',
    asked
      ? `The Halo that uses ${folder} was asked to end and did not. Stop it, then start this one again.`
      : `Another Halo uses ${folder}, and one SQLite file is for one process. Stop that one first; or start this one with HALO_HANDOVER=on, which asks it to end and goes on in its place; or give this one a folder of its own with HALO_DATA. Several processes share a PostgreSQL: docs/production.md.`,
  )
