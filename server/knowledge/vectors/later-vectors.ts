import type { ModelSettings } from '../../models/model.ts'
import type { VectorSource } from './meaning.ts'
import type { ProviderVectors } from './provider-vectors.ts'

interface Log {
  warn(fields: object, message: string): void
}

/** Vectors of a provider, whose library takes a good part of a cold start to load: the server is ready without it, and answers without it until then. */
export class LaterVectors implements VectorSource {
  readonly model: string
  readonly batch = 64
  readonly #loading: Promise<ProviderVectors>
  #there: ProviderVectors | null = null

  constructor(settings: ModelSettings & { model: string }, log: Log) {
    this.model = settings.model
    this.#loading = import('./provider-vectors.ts').then(
      ({ ProviderVectors }) => (this.#there = new ProviderVectors(settings, { log })),
    )
    this.#loading.catch(() => {})
  }

  get trouble(): string | null {
    return this.#there?.trouble ?? null
  }

  fits(vector: Float32Array): boolean {
    return this.#there?.fits(vector) ?? true
  }

  async loaded(): Promise<boolean> {
    return (await this.#loading).loaded()
  }

  async encode(texts: string[]): Promise<Float32Array[] | null> {
    return this.#there?.encode(texts) ?? null
  }

  async encodePatiently(texts: string[]): Promise<Float32Array[] | null> {
    return (await this.#loading).encodePatiently(texts)
  }

  scaled(cosine: number): number {
    return this.#there?.scaled(cosine) ?? cosine
  }

  close(): void {
    void this.#loading.then((vectors) => vectors.close()).catch(() => {})
  }
}
