import { randomUUID } from 'node:crypto'
import type { Asked, MeaningIndex, Nearest } from './meaning.ts'

/**
 * A set of texts as it would be with some of them changed: what is put or removed here leaves the set below as it is. `drafts` keeps the vectors
 * of what is put, beside those of other such changes.
 */
export class OverMeaning implements MeaningIndex {
  readonly #below: MeaningIndex
  readonly #drafts: MeaningIndex
  readonly #mark = randomUUID()
  readonly #own = new Set<string>()
  readonly #hidden = new Set<string>()
  /** What is put before stands below already. */
  #begun = false

  constructor(below: MeaningIndex, drafts: MeaningIndex) {
    this.#below = below
    this.#drafts = drafts
  }

  begin(): void {
    this.#begun = true
  }

  put(key: string, text: string): void {
    if (!this.#begun) return
    this.#own.add(key)
    this.#hidden.add(key)
    this.#drafts.put(this.#keyOf(key), text)
  }

  remove(key: string): void {
    if (!this.#begun) return
    this.#hidden.add(key)
    if (this.#own.delete(key)) this.#drafts.remove(this.#keyOf(key))
  }

  clear(): void {
    for (const key of this.#own) this.remove(key)
  }

  async near(asked: Asked[], most: number, beside: string[] = []): Promise<Nearest | null> {
    const below = await this.#below.near(
      asked,
      most,
      beside.filter((key) => !this.#hidden.has(key)),
    )
    if (!below) return null
    const found = [...below.cosines].filter(([key]) => !this.#hidden.has(key))
    return { ...below, cosines: new Map([...found, ...(await this.#near(asked, below.model))]) }
  }

  async #near(asked: Asked[], model: string): Promise<[string, number][]> {
    if (!this.#own.size) return []
    const keys = [...this.#own]
    const nearest = await this.#drafts.near(
      asked,
      1,
      keys.map((key) => this.#keyOf(key)),
    )
    if (nearest?.model !== model) return []
    return keys.flatMap((key) => {
      const cosine = nearest.cosines.get(this.#keyOf(key))
      return cosine === undefined ? [] : [[key, cosine] as [string, number]]
    })
  }

  async settled(): Promise<void> {
    await this.#drafts.settled()
  }

  #keyOf(key: string): string {
    return `${this.#mark} ${key}`
  }
}
