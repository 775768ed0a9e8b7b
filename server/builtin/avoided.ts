import { termsOf } from '../knowledge/words.ts'

/** What a reply must not speak about. Each thing is all of its words together: "no date for a delivery" forbids neither dates nor deliveries. */
export class Avoided {
  readonly #things: string[][]

  constructor(things: string[]) {
    this.#things = things
      .flatMap((thing) => thing.split(/,|\s(?:or|and|nor)\s/iu))
      .map((thing) => [...new Set(termsOf(thing))])
      .filter((terms) => terms.length > 0)
  }

  get size(): number {
    return this.#things.length
  }

  /** Whether these words, in the form in which words are compared, speak of one of them. */
  forbids(terms: Iterable<string>): boolean {
    const said = new Set(terms)
    return this.#things.some((thing) => thing.every((term) => said.has(term)))
  }
}
