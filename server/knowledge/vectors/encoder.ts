import { encoderDuration } from '../../ground/metrics.ts'
import { Worker } from 'node:worker_threads'
import type { Meaning, VectorSource } from './meaning.ts'
import { SourceIndex, type Thread } from './source-index.ts'
import type { Answer, WorkerRequest } from './worker.ts'

/** So many questions may wait; whoever comes then is answered by words alone. */
const longestQueue = 64
/** Nobody's answer waits longer than this for a vector. */
const patience = 1_000
const remembered = 500

interface Log {
  warn(fields: object, message: string): void
}

/**
 * Turns texts into vectors and finds the nearest ones, in a thread of its own: a sentence costs milliseconds that the event loop does not have.
 * Until the model is loaded, and when it fails, every answer is null, and whoever asked goes by words alone.
 */
export class Encoder implements Meaning, VectorSource {
  /** Vectors, and thresholds on their cosines, mean something only within one model. */
  readonly model = 'use-lite'
  /** One at a time in the background, so that a question never waits for more than one. */
  readonly batch = 1
  readonly #script: URL
  readonly #bare: boolean
  readonly #log: Log | null
  #worker: Worker | null = null
  #state: 'idle' | 'loading' | 'ready' | 'failed' | 'closed' = 'idle'
  #asked = 0
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  readonly #known = new Map<string, Float32Array>()
  readonly #settled: (() => void)[] = []

  /** `bare`: without the model, only to keep and compare what another one made. */
  constructor({
    log = null,
    script = new URL('worker.ts', import.meta.url),
    bare = false,
  }: { log?: Log | null; script?: URL; bare?: boolean } = {}) {
    this.#log = log
    this.#bare = bare
    this.#script = script
  }

  get ready(): boolean {
    return this.#state === 'ready'
  }

  /** Begins to load. The program does not wait for it. */
  start(): void {
    if (this.#state !== 'idle') return
    this.#state = 'loading'
    this.#worker = new Worker(this.#script, { workerData: { bare: this.#bare } })
    this.#worker.on('message', (message: { ready: true } | { id: number; answer: Answer }) =>
      'ready' in message ? this.#settle('ready') : this.#take(message.id, message.answer),
    )
    this.#worker.on('error', (error) => this.#fail(error))
    this.#worker.on('exit', () => this.#fail(new Error('The thread of the sentence encoder ended')))
  }

  /** Resolves once it is known whether the encoder works: true if it does. */
  async loaded(): Promise<boolean> {
    if (this.#state === 'idle' || this.#state === 'loading')
      await new Promise<void>((settled) => this.#settled.push(settled))
    return this.ready
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
    const vectors = (await this.#ask({ do: 'encode', texts })) as Float32Array[] | null
    end()
    return vectors
  }

  async encodePatiently(texts: string[]): Promise<Float32Array[] | null> {
    return (await this.#ask({ do: 'encode', texts }, true)) as Float32Array[] | null
  }

  scaled(cosine: number): number {
    return cosine
  }

  /** Vectors that stay in the thread to be compared with, and are kept nowhere else. */
  index(name: string): SourceIndex {
    return new SourceIndex(name, this, this.thread)
  }

  /** The same thread, for vectors of any model. */
  get thread(): Thread {
    return (order, patient) => this.#ask(order, patient)
  }

  async close(): Promise<void> {
    this.#settle('closed')
    await this.#worker?.terminate()
  }

  #ask(order: WorkerRequest, patient = false): Promise<Answer> {
    if (!this.ready || (!patient && this.#waiting.size >= longestQueue)) return Promise.resolve(null)
    return new Promise((answered) => {
      const id = ++this.#asked
      const timer = patient ? undefined : setTimeout(() => this.#take(id, null), patience)
      this.#waiting.set(id, (answer) => {
        clearTimeout(timer)
        answered(answer)
      })
      this.#worker!.postMessage({ id, order })
    })
  }

  #take(id: number, answer: Answer): void {
    const answered = this.#waiting.get(id)
    this.#waiting.delete(id)
    answered?.(answer)
  }

  /** The least recently used goes first: a message is read for its topic, its corrections and its answer within a second. */
  #remember(text: string, vector: Float32Array): void {
    this.#known.delete(text)
    this.#known.set(text, vector)
    if (this.#known.size > remembered) this.#known.delete(this.#known.keys().next().value!)
  }

  #fail(error: Error): void {
    if (this.#state === 'closed' || this.#state === 'failed') return
    this.#log?.warn({ error }, 'the sentence encoder does not work; searching goes on by words alone')
    this.#settle('failed')
  }

  #settle(state: 'ready' | 'failed' | 'closed'): void {
    this.#state = state
    for (const settled of this.#settled.splice(0)) settled()
    if (state !== 'ready') for (const id of [...this.#waiting.keys()]) this.#take(id, null)
  }
}

declare module '../../ground/context.ts' {
  interface Context {
    encoder: Encoder | null
  }
}
