const pause = 400

/** Tells what stands in the field: twice a second at most, but at once when nothing does any more. */
export class Preview {
  readonly #tell: (text: string) => void
  #told = ''
  #text = ''
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(tell: (text: string) => void) {
    this.#tell = tell
  }

  write(text: string): void {
    this.#text = text
    if (!text) this.#say()
    else this.#timer ??= setTimeout(() => this.#say(), pause)
  }

  /** It still stands there. */
  again(): void {
    if (this.#told) this.#tell(this.#told)
  }

  #say(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#text === this.#told) return
    this.#told = this.#text
    this.#tell(this.#text)
  }
}
