import { hashOf, type KeptVectors, type Owner } from './kept-vectors.ts'
import { blend, type Asked, type MeaningIndex, type Nearest, type VectorSource } from './meaning.ts'
import type { Answer, EncoderOrder } from './encoder-child.ts'

/** Reads so many kept vectors at once. */
const readAtOnce = 200

/** Where vectors are kept and compared. */
export interface VectorKeeper {
  /** `patient`: it is asked whatever it has to do, and waited for. */
  ask(order: EncoderOrder, patient?: boolean): Promise<Answer>
  /** Told when it has lost all that it kept. */
  onBegunAgain(listener: () => void): void
}

interface Waiting {
  text: string
  owner: Owner
}

interface Known extends Waiting {
  hash: string
}

/** One named set of texts with the vectors of one model: those that were kept, and the others made in the background, a few at a time. */
export class SourceIndex implements MeaningIndex {
  readonly #name: string
  readonly #kept: KeptVectors | null
  readonly #source: VectorSource
  readonly #keeper: VectorKeeper
  readonly #waiting = new Map<string, Waiting>()
  readonly #keys = new Map<string, Known>()
  /** Taken from those that wait, and not found yet. */
  readonly #underWay = new Set<string>()
  #filling: Promise<void> | null = null

  constructor(name: string, source: VectorSource, keeper: VectorKeeper, kept: KeptVectors | null = null) {
    this.#name = `${source.model} ${name}`
    this.#source = source
    this.#keeper = keeper
    this.#kept = kept
    keeper.onBegunAgain(() => this.#beginAgain())
  }

  get model(): string {
    return this.#source.model
  }

  get trouble(): string | null {
    return this.#source.trouble ?? null
  }

  /** How many texts are here, and how many of them can be found. */
  get progress(): { texts: number; ready: number } {
    return {
      texts: this.#keys.size,
      ready:
        this.#keys.size - this.#waiting.size - [...this.#underWay].filter((key) => !this.#waiting.has(key)).length,
    }
  }

  put(key: string, text: string, owner: Owner = {}): void {
    const hash = hashOf(text)
    // Told again, it has its vector already, or is about to; taking it out meanwhile would leave questions without.
    if (this.#keys.get(key)?.hash === hash) return
    this.#keys.set(key, { text, owner, hash })
    this.#waiting.set(key, { text, owner })
    this.#filling ??= this.#fill()
  }

  remove(key: string): void {
    this.#keys.delete(key)
    this.#waiting.delete(key)
    this.#underWay.delete(key)
    this.#tellKeeper({ do: 'remove', index: this.#name, key })
    void this.#kept?.remove([key]).catch(() => {})
  }

  clear(): void {
    this.#keys.clear()
    this.#waiting.clear()
    this.#underWay.clear()
    this.#tellKeeper({ do: 'clear', index: this.#name })
  }

  /** Nothing waits for the answer. */
  #tellKeeper(order: EncoderOrder): void {
    this.#keeper.ask(order, true).catch(() => {})
  }

  async near(asked: Asked[], most: number, beside: string[] = []): Promise<Nearest | null> {
    const vectors = await this.#source.encode(asked.map(({ text }) => text))
    if (!vectors) return null
    const vector = blend(
      vectors,
      asked.map(({ weight }) => weight),
    )
    const cosines = (await this.#keeper.ask({ do: 'nearest', index: this.#name, vector, most, beside })) as Map<
      string,
      number
    > | null
    return (
      cosines && {
        model: this.#source.model,
        cosines: new Map([...cosines].map(([key, cosine]) => [key, this.#source.scaled(cosine)])),
      }
    )
  }

  async settled(): Promise<void> {
    await this.#filling
  }

  #beginAgain(): void {
    for (const [key, { text, owner }] of this.#keys) this.#waiting.set(key, { text, owner })
    this.#filling ??= this.#fill()
  }

  async #fill(): Promise<void> {
    if (await this.#source.loaded()) {
      while (this.#waiting.size) {
        const some = this.#take(this.#kept ? readAtOnce : this.#source.batch)
        await this.#make(await this.#placeKept(some))
      }
    }
    this.#filling = null
  }

  #take(most: number): [string, Waiting][] {
    const some = [...this.#waiting].slice(0, most)
    for (const [key] of some) {
      this.#waiting.delete(key)
      this.#underWay.add(key)
    }
    return some
  }

  /** Answers those that no vector of this text was kept for. */
  async #placeKept(some: [string, Waiting][]): Promise<[string, Waiting][]> {
    const kept = (await this.#kept?.read(some.map(([key]) => key)).catch(() => null)) ?? new Map<string, never>()
    const missing: [string, Waiting][] = []
    for (const [key, waiting] of some) {
      const known = kept.get(key)
      const serves = known?.hash === hashOf(waiting.text) && (this.#source.fits?.(known.vector) ?? true)
      if (known && serves) await this.#place(key, known.vector)
      else missing.push([key, waiting])
    }
    // What a text said before it was changed is not kept until the new vector is made, which may take as long as a provider is away.
    const outdated = missing.flatMap(([key]) => (kept.has(key) ? [key] : []))
    if (outdated.length) await this.#kept?.remove(outdated).catch(() => {})
    return missing
  }

  async #make(missing: [string, Waiting][]): Promise<void> {
    for (let at = 0; at < missing.length; at += this.#source.batch) {
      const some = missing.slice(at, at + this.#source.batch)
      const vectors = await this.#source.encodePatiently(some.map(([, { text }]) => text))
      if (!vectors) continue
      for (const [index, [key]] of some.entries()) await this.#place(key, vectors[index]!)
      await this.#kept?.write(
        some.flatMap(([key, { text, owner }], index) =>
          this.#keys.has(key) ? [{ key, hash: hashOf(text), vector: vectors[index]!, owner }] : [],
        ),
      )
    }
  }

  /** What was removed or replaced while its vector was made must not come back. */
  async #place(key: string, vector: Float32Array): Promise<void> {
    if (this.#keys.has(key) && !this.#waiting.has(key))
      await this.#keeper.ask({ do: 'put', index: this.#name, key, vector }, true)
    this.#underWay.delete(key)
  }
}
