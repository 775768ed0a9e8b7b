import { startOf } from '../../../protocol/cut.ts'
import { setTimeout as wait } from 'node:timers/promises'
import { createOpenAI } from '@ai-sdk/openai'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { APICallError, embedMany, type EmbeddingModel } from 'ai'
import { splitModel, type ModelSettings } from '../../models/model.ts'
import { unit, type VectorSource } from './meaning.ts'
import { bend, distancesOf, calibrationSentences, type Distances } from './calibration.ts'

interface Log {
  warn(fields: object, message: string): void
}

/** How the model that comes with Halo sees the yardstick. */
const home: Distances = { alike: 0.527, unlike: 0.317 }
const remembered = 500
/** As much of one text is sent; models refuse more than about 8,000 tokens. */
const longest = 8_000

export interface Patience {
  /** So long an answer waits for the vector of its question, in milliseconds. */
  question: number
  /** So long the provider is not asked again after it failed. */
  rest: number
  /** So long a batch in the background may take. */
  batch: number
}

const patience: Patience = { question: 800, rest: 5_000, batch: 60_000 }

/** Vectors of a model at a provider, through the AI SDK. */
export class ProviderVectors implements VectorSource {
  readonly model: string
  readonly batch = 64
  readonly #embedding: EmbeddingModel
  readonly #limits: Patience
  readonly #log: Log | null
  readonly #closing = new AbortController()
  readonly #known = new Map<string, Float32Array>()
  #distances: Promise<Distances | null> | null = null
  #seen: Distances = home
  #restsUntil = 0
  /** Of its vectors; 0 until it made one. */
  #width = 0

  constructor(
    settings: ModelSettings & { model: string },
    { log = null, limits = {} }: { log?: Log | null; limits?: Partial<Patience> } = {},
  ) {
    this.model = settings.model
    this.#embedding = embeddingModel(settings)
    this.#log = log
    this.#limits = { ...patience, ...limits }
  }

  /** Once it has said how far apart the sentences of the yardstick are; a provider that is out of reach is asked until it answers. */
  async loaded(): Promise<boolean> {
    this.#distances ??= this.#measure()
    return (await this.#distances) !== null
  }

  async encode(texts: string[]): Promise<Float32Array[] | null> {
    const unknown = [...new Set(texts)].filter((text) => !this.#known.has(text))
    if (unknown.length) {
      if (Date.now() < this.#restsUntil) return null
      const made = await this.#ask(unknown, this.#limits.question).catch((error) => this.#rest(error))
      if (!made) return null
      for (const [index, text] of unknown.entries()) this.#known.set(text, made[index]!)
    }
    const vectors = texts.map((text) => this.#known.get(text)!)
    // The least recently used goes first: a message is looked up several times within a second.
    while (this.#known.size > remembered) this.#known.delete(this.#known.keys().next().value!)
    return vectors
  }

  async encodePatiently(texts: string[]): Promise<Float32Array[] | null> {
    for (let failures = 0; !this.#closing.signal.aborted; failures++) {
      try {
        return await this.#ask(texts, this.#limits.batch)
      } catch (error) {
        if (isRefused(error) && this.#width) return this.#apart(texts)
        this.#rest(error)
        await wait(this.#pauseAfter(failures, error), undefined, { signal: this.#closing.signal }).catch(() => {})
      }
    }
    return null
  }

  scaled(cosine: number): number {
    return bend(cosine, this.#seen, home)
  }

  close(): void {
    this.#closing.abort()
  }

  async #measure(): Promise<Distances | null> {
    const vectors = await this.encodePatiently(calibrationSentences)
    if (!vectors) return null
    return (this.#seen = distancesOf(vectors))
  }

  async #ask(texts: string[], limit: number): Promise<Float32Array[]> {
    const abortSignal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(limit)])
    const { embeddings } = await embedMany({
      model: this.#embedding,
      values: texts.map((text) => startOf(text, longest) || ' '),
      maxRetries: 0,
      maxParallelCalls: 1,
      abortSignal,
    })
    if (embeddings.length !== texts.length)
      throw new Error('The provider answered another number of vectors than it was asked for')
    this.#restsUntil = 0
    this.#width = embeddings[0]?.length ?? this.#width
    return embeddings.map((embedding) => unit(Float32Array.from(embedding)))
  }

  /** One text that is refused must not take the others with it; it is found by its words alone. */
  async #apart(texts: string[]): Promise<Float32Array[] | null> {
    if (texts.length === 1) return [new Float32Array(this.#width)]
    const half = Math.ceil(texts.length / 2)
    const [first, rest] = [
      await this.encodePatiently(texts.slice(0, half)),
      await this.encodePatiently(texts.slice(half)),
    ]
    return first && rest && [...first, ...rest]
  }

  /** Nobody's answer waits for a provider that has just failed. */
  #rest(error: unknown): null {
    if (this.#restsUntil === 0 && !this.#closing.signal.aborted)
      this.#log?.warn(
        { reason: reasonOf(error) },
        'the provider of vectors failed; questions are compared without it until it is back',
      )
    this.#restsUntil = Date.now() + this.#limits.rest
    return null
  }

  #pauseAfter(failures: number, error: unknown): number {
    const asked = APICallError.isInstance(error)
      ? Number(error.responseHeaders?.['retry-after'] ?? NaN) * 1000
      : NaN
    return Math.min(60_000, Number.isFinite(asked) ? asked : this.#limits.rest * 2 ** Math.min(failures, 4))
  }
}

function embeddingModel({ model, url, key }: ModelSettings & { model: string }): EmbeddingModel {
  const { vendor, name } = splitModel(model)
  if (vendor === 'openai')
    return createOpenAI({ apiKey: key ?? undefined, baseURL: url ?? undefined }).embeddingModel(name)
  return createOpenAICompatible({
    name: 'openai-compatible',
    baseURL: url ?? '',
    apiKey: key ?? undefined,
  }).embeddingModel(name)
}

/** It will say the same however often it is asked. */
const isRefused = (error: unknown) =>
  APICallError.isInstance(error) &&
  (error.statusCode === 400 || error.statusCode === 413 || error.statusCode === 422)

/** Never the provider's own words, which may quote the key or the text. */
const reasonOf = (error: unknown) =>
  APICallError.isInstance(error) && error.statusCode
    ? `status ${error.statusCode}`
    : error instanceof Error
      ? error.name
      : 'unknown'
