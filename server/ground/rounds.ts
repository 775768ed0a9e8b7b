import type { Context } from './context.ts'

/**
 * Work that is looked for again and again: never twice at once in this process, and over when `stop` answers. What fails is logged, and tried again with the
 * next round. `pace` in milliseconds.
 */
export class Rounds {
  readonly #ctx: Context
  readonly #purpose: string
  readonly #intervalMs: number
  readonly #work: (signal: AbortSignal) => Promise<void>
  readonly #stopping = new AbortController()
  #timer: NodeJS.Timeout | null = null
  #working: Promise<void> | null = null

  constructor(ctx: Context, purpose: string, intervalMs: number, work: (signal: AbortSignal) => Promise<void>) {
    this.#ctx = ctx
    this.#purpose = purpose
    this.#intervalMs = intervalMs
    this.#work = work
  }

  start(): void {
    this.#timer = setInterval(() => this.runNow(), this.#intervalMs)
  }

  /** Now, unless a round is under way. */
  runNow(): void {
    if (this.#ctx.closing.aborted && this.#timer) clearInterval(this.#timer)
    if (this.#working || this.signal.aborted || this.#ctx.closing.aborted) return
    this.#working = this.#work(this.signal)
      .catch((error) => void (this.signal.aborted || this.#ctx.log.error({ error }, `could not ${this.#purpose}`)))
      .finally(() => (this.#working = null))
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    this.#stopping.abort()
    await this.#working
  }

  get signal(): AbortSignal {
    return this.#stopping.signal
  }
}
