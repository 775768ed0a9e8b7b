/** Reads something again, by key: never twice at once, once more when it was wanted meanwhile, and until it succeeds. */
export class Rereads {
  readonly #read: (key: string) => Promise<void>
  readonly #failed: (error: unknown, key: string) => void
  readonly #retryMs: number
  readonly #running = new Set<string>()
  readonly #wantedAgain = new Set<string>()
  readonly #timers = new Map<string, NodeJS.Timeout>()

  constructor(
    read: (key: string) => Promise<void>,
    failed: (error: unknown, key: string) => void,
    retryMs = 1_000,
  ) {
    this.#read = read
    this.#failed = failed
    this.#retryMs = retryMs
  }

  want(key: string): void {
    if (this.#running.has(key)) return void this.#wantedAgain.add(key)
    clearTimeout(this.#timers.get(key))
    this.#timers.delete(key)
    this.#running.add(key)
    this.#read(key)
      .catch((error) => {
        this.#failed(error, key)
        this.#wantedAgain.delete(key)
        this.#timers.set(key, setTimeout(() => this.want(key), this.#retryMs).unref())
      })
      .finally(() => {
        this.#running.delete(key)
        if (this.#wantedAgain.delete(key)) this.want(key)
      })
  }

  stop(): void {
    this.#timers.forEach(clearTimeout)
    this.#timers.clear()
  }
}
