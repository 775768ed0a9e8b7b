import type { Context } from '../ground/context.ts'

export interface Following<Hint> {
  topic: string
  /** Reads everything: at the start, and whenever hints may have been lost. */
  load: () => Promise<void>
  /** Reads only what one hint is about. Left out, every hint loads. */
  take?: (hint: Hint) => Promise<void>
}

/**
 * Keeps a picture of something in the database true in this process: listen, load, take each hint, load again after a gap. One read after the other,
 * because a read that is overtaken would leave what is no longer true. Resolves after the first load; what is returned stops it.
 */
export async function followTopic<Hint>(ctx: Context, { topic, load, take }: Following<Hint>): Promise<() => void> {
  const reads = new Reads(ctx, topic, load)
  // Listening comes before loading: what changes in between is read after it.
  const stops = [
    ctx.bus.subscribe(topic, (hint) => (take ? reads.add(() => take(hint as Hint)) : reads.reload())),
    ctx.bus.onGap(() => reads.reload()),
    () => reads.stop(),
  ]
  const stop = () => stops.forEach((each) => each())
  await reads.first().catch((error) => {
    stop()
    throw error
  })
  return stop
}

/** Reads in a row. After one that failed everything is loaded anew, a sweep later and until it succeeds. */
class Reads {
  readonly #ctx: Context
  readonly #what: string
  readonly #load: () => Promise<void>
  #last: Promise<void> = Promise.resolve()
  #reloading = false
  #retry: NodeJS.Timeout | null = null
  #stopped = false

  constructor(ctx: Context, what: string, load: () => Promise<void>) {
    this.#ctx = ctx
    this.#what = what
    this.#load = load
  }

  /** The caller learns whether it failed. */
  first(): Promise<void> {
    const loaded = this.#load()
    this.#last = loaded.catch(() => {})
    return loaded
  }

  add(read: () => Promise<void>): void {
    this.#last = this.#last
      .then(() => (this.#stopped ? undefined : read()))
      .catch((error) => {
        this.#ctx.log.error(
          { error, what: this.#what },
          'could not read what changed; reading all of it again soon',
        )
        this.#reloadLater()
      })
  }

  /** One that waits its turn already will see the newest, too. */
  reload(): void {
    if (this.#reloading) return
    this.#reloading = true
    this.add(() => {
      this.#reloading = false
      return this.#load()
    })
  }

  stop(): void {
    this.#stopped = true
    if (this.#retry) clearTimeout(this.#retry)
  }

  #reloadLater(): void {
    if (this.#stopped || this.#retry) return
    this.#retry = setTimeout(() => {
      this.#retry = null
      this.reload()
    }, this.#ctx.timing.sweepIntervalMs)
  }
}
