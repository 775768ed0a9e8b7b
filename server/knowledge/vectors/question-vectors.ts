import { readFileSync } from 'node:fs'
import { unit, type VectorSource } from './meaning.ts'

/**
 * Directions in which the vectors of one and the same question differ, and how much of each stays: how somebody puts it, and not what they ask. Learned from
 * many ways to put many questions by `npm run train:questions`.
 */
export interface StyleSubspace {
  model: string
  directions: { vector: Float32Array; stays: number }[]
}

/** Vectors in which how a question is put counts less. For comparing questions with questions; passages have no such manners. */
export class QuestionVectors implements VectorSource {
  readonly model: string
  readonly batch: number
  readonly #source: VectorSource
  readonly #style: StyleSubspace

  constructor(source: VectorSource, style: StyleSubspace) {
    this.#source = source
    this.#style = style
    this.model = style.model
    this.batch = source.batch
  }

  loaded(): Promise<boolean> {
    return this.#source.loaded()
  }

  async encode(texts: string[]): Promise<Float32Array[] | null> {
    return this.#without(await this.#source.encode(texts))
  }

  async encodePatiently(texts: string[]): Promise<Float32Array[] | null> {
    return this.#without(await this.#source.encodePatiently(texts))
  }

  scaled(cosine: number): number {
    return this.#source.scaled(cosine)
  }

  #without(vectors: Float32Array[] | null): Float32Array[] | null {
    return vectors && vectors.map((vector) => withoutStyle(vector, this.#style))
  }
}

function withoutStyle(vector: Float32Array, { directions }: Pick<StyleSubspace, 'directions'>): Float32Array {
  const left = vector.slice()
  for (const { vector: direction, stays } of directions) {
    const share = (1 - stays) * vector.reduce((sum, value, at) => sum + value * direction[at]!, 0)
    for (let at = 0; at < left.length; at++) left[at]! -= share * direction[at]!
  }
  return unit(left)
}

/** As the file holds them: each direction in whole numbers, one byte each. */
export interface StoredStyleSubspace {
  model: string
  directions: { stays: number; bytes: string }[]
}

export function readStyleSubspace(): StyleSubspace {
  const stored = JSON.parse(
    readFileSync(new URL('./style-subspace.json', import.meta.url), 'utf8'),
  ) as StoredStyleSubspace
  return {
    model: stored.model,
    directions: stored.directions.map(({ stays, bytes }) => ({
      stays,
      vector: unit(Float32Array.from(new Int8Array(Buffer.from(bytes, 'base64')))),
    })),
  }
}
