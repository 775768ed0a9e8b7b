import type { Database } from '../../db/database.ts'
import { KeptVectors, removeVectorsBut, type Owner } from './kept-vectors.ts'
import type { Asked, Meaning, MeaningIndex, Nearest, VectorSource } from './meaning.ts'
import { SourceIndex, type VectorKeeper } from './source-index.ts'

/** How far the vectors of one model are. `ready` of `texts` can be found by it. */
interface VectorProgress {
  model: string
  texts: number
  ready: number
  /** Why it is not used now, in words for operators. */
  trouble: string | null
}

/**
 * What texts mean, by several models, the best first. Each makes and keeps vectors of everything; a question is asked of the first that has them all
 * and answers in time. So the vectors that come with Halo serve while those of a provider are made, and whenever the provider is out of reach.
 */
export class BestMeaning implements Meaning {
  readonly #sourcesOf: (index: string) => VectorSource[]
  readonly #keeper: VectorKeeper
  readonly #db: Database
  readonly #indexes: BestMeaningIndex[] = []

  /** `sourcesOf`: the models that search an index, the best first. */
  constructor(sourcesOf: (index: string) => VectorSource[], keeper: VectorKeeper, db: Database) {
    this.#sourcesOf = sourcesOf
    this.#keeper = keeper
    this.#db = db
  }

  index(name: string): MeaningIndex {
    const index = new BestMeaningIndex(
      this.#sourcesOf(name).map(
        (source) => new SourceIndex(name, source, this.#keeper, new KeptVectors(this.#db, source.model)),
      ),
    )
    this.#indexes.push(index)
    return index
  }

  /** By model, the best first. */
  get progress(): VectorProgress[] {
    const parts = Map.groupBy(
      this.#indexes.flatMap(({ indexes }) => indexes),
      ({ model }) => model,
    )
    return [...parts].map(([model, indexes]) => ({
      model,
      texts: sumOf(indexes, ({ progress }) => progress.texts),
      ready: sumOf(indexes, ({ progress }) => progress.ready),
      trouble: indexes.find(({ trouble }) => trouble)?.trouble ?? null,
    }))
  }

  /** Once everything has its vectors, those of models that are no longer asked go. */
  async tidy(): Promise<void> {
    await Promise.all(this.#indexes.map((index) => index.settled()))
    const models = this.progress
    if (models.every(({ texts, ready }) => ready === texts))
      await removeVectorsBut(
        this.#db,
        models.map(({ model }) => model),
      )
  }
}

/** The same texts with the vectors of each model. */
class BestMeaningIndex implements MeaningIndex {
  readonly indexes: SourceIndex[]

  constructor(indexes: SourceIndex[]) {
    this.indexes = indexes
  }

  put(key: string, text: string, owner?: Owner): void {
    for (const index of this.indexes) index.put(key, text, owner)
  }

  remove(key: string): void {
    for (const index of this.indexes) index.remove(key)
  }

  clear(): void {
    for (const index of this.indexes) index.clear()
  }

  /** The last model answers as far as it is; any other only when it misses nothing, or what it misses could never win. */
  async near(asked: Asked[], most: number, beside?: string[]): Promise<Nearest | null> {
    for (const index of this.indexes) {
      const { texts, ready } = index.progress
      const nearest =
        index === this.indexes.at(-1) || ready === texts ? await index.near(asked, most, beside) : null
      if (nearest) return nearest
    }
    return null
  }

  async settled(): Promise<void> {
    await Promise.all(this.indexes.map((index) => index.settled()))
  }
}

const sumOf = <T>(all: T[], of: (one: T) => number) => all.reduce((sum, one) => sum + of(one), 0)
