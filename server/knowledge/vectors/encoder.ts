import { encoderDuration } from '../../ground/metrics.ts'
import type { Answer, EncoderOrder } from './encoder-child.ts'
import { EncoderProcess, type EncoderOptions } from './encoder-process.ts'
import type { Meaning, VectorSource } from './meaning.ts'
import { SourceIndex, type VectorKeeper } from './source-index.ts'

const remembered = 500

/**
 * Turns texts into vectors and finds the nearest ones, in a process of its own: a sentence costs milliseconds that the event loop does not have.
 * Until the model is loaded, and while it fails, every answer is null, and whoever asked goes by words alone.
 */
export class Encoder implements Meaning, VectorSource {
  /** Vectors, and thresholds on their cosines, mean something only within one model. */
  readonly model = 'use-lite'
  /** One at a time in the background, so that a question never waits for more than one. */
  readonly batch = 1
  readonly #process: EncoderProcess
  readonly #known = new Map<string, Float32Array>()

  constructor(options: EncoderOptions = {}) {
    this.#process = new EncoderProcess(options)
  }

  get ready(): boolean {
    return this.#process.ready
  }

  get pid(): number | undefined {
    return this.#process.pid
  }

  /** Begins to load. The program does not wait for it. */
  start(): void {
    this.#process.start()
  }

  /** Resolves once it is known whether the encoder works: true if it does. */
  loaded(): Promise<boolean> {
    return this.#process.loaded()
  }

  /** One vector of length 1 for each text, or null while the encoder cannot say. */
  async encode(texts: string[]): Promise<Float32Array[] | null> {
    if (!this.ready) return null
    const unknown = [...new Set(texts)].filter((text) => !this.#known.has(text))
    const vectors = unknown.length ? await this.#encoded(unknown) : []
    if (!vectors) return null
    const fresh = new Map(unknown.map((text, index) => [text, vectors[index]!]))
    const all = texts.map((text) => fresh.get(text) ?? this.#known.get(text)!)
    for (const [index, text] of texts.entries()) this.#remember(text, all[index]!)
    return all
  }

  async #encoded(texts: string[]): Promise<Float32Array[] | null> {
    const end = encoderDuration.startTimer()
    const vectors = (await this.#process.ask({ do: 'encode', texts })) as Float32Array[] | null
    end()
    return vectors
  }

  async encodePatiently(texts: string[]): Promise<Float32Array[] | null> {
    return (await this.#process.ask({ do: 'encode', texts }, true)) as Float32Array[] | null
  }

  scaled(cosine: number): number {
    return cosine
  }

  /** Vectors that stay in the process to be compared with, and are kept nowhere else. */
  index(name: string): SourceIndex {
    return new SourceIndex(name, this, this.keeper)
  }

  /** The same process, for vectors of any model. */
  get keeper(): VectorKeeper {
    return {
      ask: (order: EncoderOrder, patient?: boolean): Promise<Answer> => this.#process.ask(order, patient),
      onBegunAgain: (listener) => this.#process.onBegunAgain(listener),
    }
  }

  close(): void {
    this.#process.close()
  }

  /** The least recently used goes first: a message is read for its topic, its corrections and its answer within a second. */
  #remember(text: string, vector: Float32Array): void {
    this.#known.delete(text)
    this.#known.set(text, vector)
    if (this.#known.size > remembered) this.#known.delete(this.#known.keys().next().value!)
  }
}

declare module '../../ground/context.ts' {
  interface Context {
    encoder: Encoder | null
  }
}
