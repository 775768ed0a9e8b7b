import { encoderDuration } from '../../ground/metrics.ts'
import { Remembered } from '../../ground/remembered.ts'
import type { Answer, EncoderOrder } from './encoder-child.ts'
import { EncoderProcess, type EncoderOptions } from './encoder-process.ts'
import type { Meaning, VectorSource } from './meaning.ts'
import { SourceIndex, type VectorKeeper } from './source-index.ts'

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
  /** A message is read for its topic, its corrections and its answer within a second. */
  readonly #known = new Remembered<Float32Array>({ most: 500 })

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
    const all = new Map(texts.map((text) => [text, this.#known.get(text)]))
    const unknown = [...all.keys()].filter((text) => !all.get(text))
    const vectors = unknown.length ? await this.#encoded(unknown) : []
    if (!vectors) return null
    unknown.forEach((text, index) => all.set(text, this.#known.set(text, vectors[index]!)))
    return texts.map((text) => all.get(text)!)
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
}

declare module '../../ground/context.ts' {
  interface Context {
    encoder: Encoder | null
  }
}
