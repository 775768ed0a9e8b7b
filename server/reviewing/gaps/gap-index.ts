import type { VectorSource } from '../../knowledge/vectors/meaning.ts'
import { calibrations } from '../../teaching/thresholds.ts'
import { CorrectionIndex } from '../../teaching/matching.ts'

/** A gap is known by so many of its questions, the latest. */
const known = 20
const atOnce = 16
/** By meaning a question belongs to the gap whose questions it is this near on average: one that only resembles a single one of them would chain what has nothing in common. */
const together = 0.55
/** Words say less than meaning, as in corrections. */
const worth = { words: 0.5 }

interface KnownGap {
  id: string
  questions: string[]
}

/** The gap that a question belongs to; `sure`: it is so near one of its questions that an answer to the one is an answer to the other. */
interface Found {
  id: string
  sure: boolean
}

/** Finds the gap of a question: by meaning and words while the encoder works, else by words alone. */
export class GapIndex {
  readonly #meaning: VectorSource | null
  readonly #vectors = new Map<string, Float32Array>()
  #gaps = new Map<string, string[]>()
  #words = new CorrectionIndex()

  constructor(meaning: VectorSource | null) {
    this.#meaning = meaning
  }

  replace(gaps: KnownGap[]): void {
    this.#gaps = new Map()
    this.#words = new CorrectionIndex()
    for (const { id, questions } of gaps) this.#put(id, questions.slice(0, known))
    // What is gone from the gaps, because whoever asked it was erased, is gone from here.
    const used = new Set([...this.#gaps.values()].flat())
    for (const text of this.#vectors.keys()) if (!used.has(text)) this.#vectors.delete(text)
  }

  /** One more question of a gap, or the first of a new one. */
  add(id: string, question: string): void {
    this.#put(id, [question, ...(this.#gaps.get(id) ?? [])].slice(0, known))
  }

  async find(question: string): Promise<Found | null> {
    const { nearest } = await this.#words.compare(question)
    const byWords = new Map(nearest.map(({ id, best }) => [id, best]))
    const asked =
      (await this.#encode([question, ...[...this.#gaps.values()].flat()])) && this.#vectors.get(question)
    return asked ? this.#byMeaning(asked, byWords) : this.#byWords(nearest)
  }

  #byMeaning(asked: Float32Array, byWords: Map<string, number>): Found | null {
    const scored = [...this.#gaps].map(([id, questions]) => {
      const cosines = questions.map((text) =>
        Math.max(0, this.#meaning!.scaled(dot(asked, this.#vectors.get(text)!))),
      )
      const score = (cosine: number) => (cosine + worth.words * (byWords.get(id) ?? 0)) / (1 + worth.words)
      return {
        id,
        mean: score(cosines.reduce((sum, cosine) => sum + cosine, 0) / cosines.length),
        best: score(Math.max(...cosines)),
      }
    })
    const [nearest] = scored.sort((a, b) => b.mean - a.mean)
    return nearest && nearest.mean >= together
      ? { id: nearest.id, sure: nearest.best >= calibrations['use-lite']!.sure }
      : null
  }

  #byWords([nearest]: { id: string; best: number }[]): Found | null {
    const { sure, unsure } = calibrations.words!
    return nearest && nearest.best >= unsure ? { id: nearest.id, sure: nearest.best >= sure } : null
  }

  #put(id: string, questions: string[]): void {
    this.#gaps.set(id, questions)
    this.#words.put({ id, question: questions[0]!, phrasings: questions.slice(1).map((text) => ({ text })) })
  }

  /** False when the encoder cannot say it of all of them. */
  async #encode(texts: string[]): Promise<boolean> {
    const missing = [...new Set(texts)].filter((text) => !this.#vectors.has(text))
    for (let at = 0; at < missing.length; at += atOnce) {
      const some = missing.slice(at, at + atOnce)
      const vectors = await this.#meaning?.encode(some)
      if (!vectors) return false
      some.forEach((text, index) => this.#vectors.set(text, vectors[index]!))
    }
    return true
  }
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!
  return sum
}
