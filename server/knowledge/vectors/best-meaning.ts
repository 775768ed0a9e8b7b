import type { Database } from '../../db/database.ts'
import { KeptVectors, removeVectorsBut, type Owner } from './kept-vectors.ts'
import type { Asked, Meaning, MeaningShelf, Nearest, VectorSource } from './meaning.ts'
import { VectorShelf, type Thread } from './vector-shelf.ts'

/** How far the vectors of one model are. `ready` of `texts` can be found by it. */
export interface VectorProgress {
  model: string
  texts: number
  ready: number
}

/**
 * What texts mean, by several models, the best first. Each makes and keeps vectors of everything; a question is asked of the first that has them all
 * and answers in time. So the vectors that come with Halo serve while those of a provider are made, and whenever the provider is out of reach.
 */
export class BestMeaning implements Meaning {
  readonly #sourcesOf: (shelf: string) => VectorSource[]
  readonly #thread: Thread
  readonly #db: Database
  readonly #shelves: BestShelf[] = []

  /** `sourcesOf`: the models that look through a shelf, the best first. */
  constructor(sourcesOf: (shelf: string) => VectorSource[], thread: Thread, db: Database) {
    this.#sourcesOf = sourcesOf
    this.#thread = thread
    this.#db = db
  }

  shelf(name: string): MeaningShelf {
    const shelf = new BestShelf(
      this.#sourcesOf(name).map(
        (source) => new VectorShelf(name, source, this.#thread, new KeptVectors(this.#db, source.model)),
      ),
    )
    this.#shelves.push(shelf)
    return shelf
  }

  /** By model, the best first. */
  get progress(): VectorProgress[] {
    const parts = Map.groupBy(
      this.#shelves.flatMap(({ shelves }) => shelves),
      ({ model }) => model,
    )
    return [...parts].map(([model, shelves]) => ({
      model,
      texts: sumOf(shelves, ({ progress }) => progress.texts),
      ready: sumOf(shelves, ({ progress }) => progress.ready),
    }))
  }

  /** Once everything has its vectors, those of models that are no longer asked go. */
  async tidy(): Promise<void> {
    await Promise.all(this.#shelves.map((shelf) => shelf.filled()))
    const models = this.progress
    if (models.every(({ texts, ready }) => ready === texts))
      await removeVectorsBut(
        this.#db,
        models.map(({ model }) => model),
      )
  }
}

/** The same texts with the vectors of each model. */
class BestShelf implements MeaningShelf {
  readonly shelves: VectorShelf[]

  constructor(shelves: VectorShelf[]) {
    this.shelves = shelves
  }

  put(key: string, text: string, owner?: Owner): void {
    for (const shelf of this.shelves) shelf.put(key, text, owner)
  }

  remove(key: string): void {
    for (const shelf of this.shelves) shelf.remove(key)
  }

  clear(): void {
    for (const shelf of this.shelves) shelf.clear()
  }

  /** The last model answers as far as it is; any other only when it misses nothing, or what it misses could never win. */
  async near(asked: Asked[], most: number, beside?: string[]): Promise<Nearest | null> {
    for (const shelf of this.shelves) {
      const { texts, ready } = shelf.progress
      const nearest =
        shelf === this.shelves.at(-1) || ready === texts ? await shelf.near(asked, most, beside) : null
      if (nearest) return nearest
    }
    return null
  }

  async filled(): Promise<void> {
    await Promise.all(this.shelves.map((shelf) => shelf.filled()))
  }
}

const sumOf = <T>(all: T[], of: (one: T) => number) => all.reduce((sum, one) => sum + of(one), 0)
