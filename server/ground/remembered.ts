/** How much is kept: so many readings, of texts with so many characters together. */
interface Room {
  most?: number
  characters?: number
}

/** What was made of a text, as long as there is room; what was used longest ago goes first. */
export class Remembered<T> {
  readonly #kept = new Map<string, T>()
  readonly #most: number
  readonly #characters: number
  #length = 0

  constructor({ most = 4_000, characters = 4_000_000 }: Room = {}) {
    this.#most = most
    this.#characters = characters
  }

  get(text: string): T | undefined {
    const reading = this.#kept.get(text)
    if (reading === undefined) return undefined
    this.#kept.delete(text)
    this.#kept.set(text, reading)
    return reading
  }

  set(text: string, reading: T): T {
    if (!this.#kept.delete(text)) this.#length += text.length
    this.#kept.set(text, reading)
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.#most && this.#length <= this.#characters) break
      this.#kept.delete(oldest)
      this.#length -= oldest.length
    }
    return reading
  }
}

/** A pure reading of texts that each text gets once. */
export function remembered<T extends object | null>(read: (text: string) => T): (text: string) => T {
  const known = new Remembered<T>()
  return (text) => {
    const reading = known.get(text)
    return reading === undefined ? known.set(text, read(text)) : reading
  }
}
