import { startOf } from '../../../protocol/cut.ts'
import { setTimeout as wait } from 'node:timers/promises'
import { createOpenAI } from '@ai-sdk/openai'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { APICallError, embedMany, type EmbeddingModel } from 'ai'
import { meaningOf } from '../../models/failure.ts'
import { splitModel, type ModelSettings } from '../../models/model.ts'
import { unit, type VectorSource } from './meaning.ts'
import { bend, calibrationSentences, distancesOf, tellsApart, type Distances } from './calibration.ts'
import { Unusable, wrongWith } from './unusable.ts'

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
  #trouble: string | null = null
  /** Of its vectors; 0 until it made one. */
  #width = 0
  #measured = false

  constructor(
    settings: ModelSettings & { model: string },
    { log = null, limits = {} }: { log?: Log | null; limits?: Partial<Patience> } = {},
  ) {
    this.model = settings.model
    this.#embedding = embeddingModel(settings)
    this.#log = log
    this.#limits = { ...patience, ...limits }
  }

  /** Why it is not used now, in words for operators; null while it answers as it should. */
  get trouble(): string | null {
    return this.#trouble
  }

  /** Whether a kept vector is one of those that it makes now. */
  fits(vector: Float32Array): boolean {
    return vector.length === this.#width && vector.every(Number.isFinite) && vector.some(Boolean)
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
        if (isRefused(error) && this.#measured && (await this.#answersOthers())) return this.#apart(texts)
        this.#rest(error)
        await this.#pause(failures, error)
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

  /** A yardstick that cannot be right is refused like a provider that is away: what is asked is asked of others, until it is right. */
  async #measure(): Promise<Distances | null> {
    for (let failures = 0; !this.#closing.signal.aborted; failures++) {
      const vectors = await this.encodePatiently(calibrationSentences)
      if (!vectors) return null
      const distances = distancesOf(vectors)
      if (tellsApart(distances)) {
        this.#measured = true
        this.#recover()
        return (this.#seen = distances)
      }
      this.#rest(new Unusable('Its vectors do not tell sentences that mean the same from others.'))
      await this.#pause(failures, null)
    }
    return null
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
    // Until it is measured, another width is only another try.
    const wrong = wrongWith(embeddings, texts.length, this.#measured ? this.#width : 0)
    if (wrong) throw new Unusable(wrong)
    this.#width = embeddings[0]?.length ?? this.#width
    if (this.#measured) this.#recover()
    return embeddings.map((embedding) => unit(Float32Array.from(embedding)))
  }

  /** A provider that takes nothing any more refuses no single text. */
  #answersOthers(): Promise<boolean> {
    return this.#ask(calibrationSentences.slice(0, 1), this.#limits.batch).then(
      () => true,
      () => false,
    )
  }

  /** One text that is refused must not take the others with it; it is found by its words alone. */
  async #apart(texts: string[]): Promise<Float32Array[] | null> {
    if (texts.length === 1) return this.#alone(texts)
    const half = Math.ceil(texts.length / 2)
    const [first, rest] = [
      await this.encodePatiently(texts.slice(0, half)),
      await this.encodePatiently(texts.slice(half)),
    ]
    return first && rest && [...first, ...rest]
  }

  #recover(): void {
    this.#restsUntil = 0
    this.#trouble = null
  }

  /** Once more, because its refusal may have been that of a server which refused everything just then. */
  #alone(text: string[]): Promise<Float32Array[] | null> {
    return this.#ask(text, this.#limits.batch).catch((error) =>
      isRefused(error) ? [new Float32Array(this.#width)] : this.encodePatiently(text),
    )
  }

  /** Nobody's answer waits for a provider that has just failed. */
  #rest(error: unknown): null {
    const trouble = troubleOf(error)
    if (trouble !== this.#trouble && !this.#closing.signal.aborted)
      this.#log?.warn(
        { reason: trouble },
        'the provider of vectors failed; questions are compared without it until it is back',
      )
    this.#trouble = trouble
    this.#restsUntil = Date.now() + this.#limits.rest
    return null
  }

  async #pause(failures: number, error: unknown): Promise<void> {
    await wait(this.#pauseAfter(failures, error), undefined, { signal: this.#closing.signal }).catch(() => {})
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
function troubleOf(error: unknown): string {
  if (error instanceof Unusable) return error.message
  if (!APICallError.isInstance(error)) return 'It did not answer in time.'
  const { statusCode: status } = error
  if (status === undefined) return 'It cannot be reached.'
  return status < 400 ? 'Its answer holds no vectors.' : `It answered ${status}: ${meaningOf(status)}.`
}
