/** How long a provider may take, in milliseconds. */
export interface Limits {
  /** Without any sign of life. */
  silenceMs: number
  /** From the question to the last word. */
  replyMs: number
  /** How often a request that did not get through is sent again, and how long waiting for that may take. */
  retries: number
  retryMs: number
}

export const limits: Limits = { silenceMs: 15_000, replyMs: 45_000, retries: 2, retryMs: 18_000 }

/** It was given up on. */
export class GivenUp extends Error {
  override readonly name = 'GivenUp'
}

/** Gives a provider up that is silent for too long. Any sign of life counts: a comment, a blank line, an event that cannot be read. */
export class Attention {
  readonly #abort = new AbortController()
  readonly #limits: Limits
  #timer: NodeJS.Timeout | undefined

  constructor(limits: Limits) {
    this.#limits = limits
  }

  get signal(): AbortSignal {
    return this.#abort.signal
  }

  /** A request is on its way. */
  begin(): { life(): void; end(): void } {
    const life = () => {
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => this.#giveUp('silence'), this.#limits.silenceMs)
    }
    life()
    return { life, end: () => clearTimeout(this.#timer) }
  }

  #giveUp(why: 'silence' | 'length'): void {
    const { silenceMs, replyMs } = this.#limits
    this.#abort.abort(
      new GivenUp(
        why === 'silence'
          ? `The provider sent nothing for ${silenceMs / 1000} s.`
          : `The provider did not finish within ${replyMs / 1000} s.`,
      ),
    )
  }

  /** From the first request to the last word of a reply. */
  limit(): Disposable {
    const timer = setTimeout(() => this.#giveUp('length'), this.#limits.replyMs)
    return {
      [Symbol.dispose]: () => {
        clearTimeout(timer)
        clearTimeout(this.#timer)
      },
    }
  }
}
