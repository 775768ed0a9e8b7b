const pause = 4000

/** Tells the operators that the visitor writes, once at the beginning and once when they stop or pause. */
export class Typing {
  private readonly tell: (on: boolean) => void
  private on = false
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(tell: (on: boolean) => void) {
    this.tell = tell
  }

  key(): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.stop(), pause)
    this.turn(true)
  }

  stop(): void {
    clearTimeout(this.timer)
    this.turn(false)
  }

  private turn(on: boolean): void {
    if (on === this.on) return
    this.on = on
    this.tell(on)
  }
}
