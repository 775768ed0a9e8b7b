import type { Context } from '../ground/context.ts'

interface Following<Hint> {
  topic: string
  /** Reads everything: at the start, and whenever hints may have been lost. */
  load: () => Promise<void>
  /** Reads only what one hint is about. Left out, every hint loads. */
  take?: (hint: Hint) => Promise<void>
  /** A short answer that is another one after every change, cheap enough to be asked for every few seconds: it finds what no hint told of. */
  stamp?: () => Promise<string>
}

/**
 * Keeps a picture of something in the database true in this process: listen, load, take each hint, load again after a gap or when a hint was lost. One read after the other,
 * because a read that is overtaken would leave what is no longer true. Resolves after the first load; what is returned stops it.
 */
export async function followTopic<Hint>(
  ctx: Context,
  { topic, load, take, stamp }: Following<Hint>,
): Promise<() => void> {
  const reads = new Reads(ctx, { what: topic, load, stamp })
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

/** So often a process that is not alone compares. Twice in a row it must find another stamp, so that a hint on its way is not taken for lost. */
const compareEveryMs = 2_000

/** Reads in a row. After one that failed everything is loaded anew, a sweep later and until it succeeds. */
class Reads {
  readonly #ctx: Context
  readonly #what: string
  readonly #load: () => Promise<void>
  readonly #stamp: (() => Promise<string>) | null
  readonly #timer: NodeJS.Timeout | null
  #known = ''
  #suspected = ''
  #last: Promise<void> = Promise.resolve()
  #reloading = false
  #retry: NodeJS.Timeout | null = null
  #stopped = false

  constructor(ctx: Context, { what, load, stamp }: { what: string } & Pick<Following<never>, 'load' | 'stamp'>) {
    this.#ctx = ctx
    this.#what = what
    this.#load = load
    // A process that is alone told itself of everything.
    this.#stamp = (ctx.bus.shared && stamp) || null
    this.#timer = this.#stamp ? setInterval(() => this.#compare(), compareEveryMs) : null
  }

  /** The caller learns whether it failed. */
  first(): Promise<void> {
    const loaded = this.#stamped(() => this.#load())
    this.#last = loaded.catch(() => {})
    return loaded
  }

  add(read: () => Promise<void>): void {
    this.#last = this.#last
      .then(() => (this.#stopped ? undefined : this.#stamped(read)))
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
    if (this.#timer) clearInterval(this.#timer)
  }

  /** The stamp is taken before the read, so that what comes in between is found at the next comparison. */
  async #stamped(read: () => Promise<void>): Promise<void> {
    const stamp = (await this.#stamp?.()) ?? ''
    await read()
    this.#known = stamp
  }

  #compare(): void {
    if (this.#reloading || this.#stopped) return
    this.#stamp?.().then(
      (stamp) => {
        if (stamp !== this.#known && stamp === this.#suspected) this.reload()
        this.#suspected = stamp
      },
      (error) => this.#ctx.log.warn({ error, what: this.#what }, 'could not compare with the database'),
    )
  }

  #reloadLater(): void {
    if (this.#stopped || this.#retry) return
    this.#retry = setTimeout(() => {
      this.#retry = null
      this.reload()
    }, this.#ctx.timing.sweepIntervalMs)
  }
}
