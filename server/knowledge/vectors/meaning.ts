import type { Owner } from './kept-vectors.ts'

/** What an index needs to find texts by what they mean. Every answer is null while nobody can say. */
export interface Meaning {
  /** Vectors to compare with. Each name is one set. */
  index(name: string): MeaningIndex
}

/** One named set of texts, found by meaning. What is put there gets its vector in the background. */
export interface MeaningIndex {
  /** `owner`: what the vector goes with when it is kept. */
  put(key: string, text: string, owner?: Owner): void
  remove(key: string): void
  clear(): void
  /** Of the `most` nearest texts, and of those in `beside`. What was put last may still be missing. */
  near(asked: Asked[], most: number, beside?: string[]): Promise<Nearest | null>
  /** Resolves when everything that was put there can be found, or never will be. */
  settled(): Promise<void>
}

/** A text, and how much it counts beside the others. */
export interface Asked {
  text: string
  weight: number
}

/** Cosines by key. `model`: whose they are, because thresholds on them hold for one model only. */
export interface Nearest {
  model: string
  cosines: Map<string, number>
}

/** Where vectors come from. */
export interface VectorSource {
  /** Vectors of two models are never compared. */
  readonly model: string
  /** As many texts are made into vectors at a time in the background: a question never waits for more. */
  readonly batch: number
  /** Why it is not used now, in words for operators; null or nothing while it is. */
  readonly trouble?: string | null
  /** Whether a kept vector is one of those that it makes now; once it is loaded. */
  fits?(vector: Float32Array): boolean
  /** Resolves once it is known whether it works: true if it does. */
  loaded(): Promise<boolean>
  /** One vector of length 1 for each text, or null when it cannot say within the time that an answer has. */
  encode(texts: string[]): Promise<Float32Array[] | null>
  /** The same without hurry, for what stays. Null: it never will. */
  encodePatiently(texts: string[]): Promise<Float32Array[] | null>
  /** A cosine of this model on the scale of the one that comes with Halo, which everything that weighs cosines was measured with. */
  scaled(cosine: number): number
}

/** The direction in which several texts together point, of length 1. */
export function blend(vectors: Float32Array[], weights: number[]): Float32Array {
  const sum = vectors[0]!.map((_, at) =>
    vectors.reduce((sum, vector, index) => sum + vector[at]! * weights[index]!, 0),
  )
  return unit(sum)
}

export function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0)) || 1
  return vector.map((value) => value / length)
}
