const pause = 4000
const repeat = 5000

/** Tells the operators that the visitor writes: at the beginning, again while it goes on, and when they stop or pause. */
export class Typing {
  readonly #tell: (on: boolean) => void
  #on = false
  #toldAt = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(tell: (on: boolean) => void) {
    this.#tell = tell
  }

  key(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.stop(), pause)
    this.#turn(true)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#turn(false)
  }

  #turn(on: boolean): void {
    const now = Date.now()
    if (on === this.#on && !(on && now - this.#toldAt >= repeat)) return
    this.#on = on
    this.#toldAt = now
    this.#tell(on)
  }
}
