import { askedTerms } from '../../knowledge/words.ts'

/** Texts as vectors by their words alone, in the space of the texts that it was made of: a place for each word, weighed by how rare it is. */
export class WordSpace {
  readonly #places = new Map<string, { place: number; rarity: number }>()

  constructor(texts: string[]) {
    const known = texts.map(askedTerms)
    const counts = new Map<string, number>()
    for (const term of known.flat()) counts.set(term, (counts.get(term) ?? 0) + 1)
    for (const [term, count] of counts)
      this.#places.set(term, { place: this.#places.size, rarity: Math.log(1 + texts.length / count) })
  }

  /** Of length 1 at most: words that no text of the space has make it shorter, so that a long message about something else is near nothing. */
  vector(text: string): Float32Array {
    const vector = new Float32Array(this.#places.size)
    const terms = askedTerms(text)
    for (const term of terms) {
      const known = this.#places.get(term)
      if (known) vector[known.place] = known.rarity
    }
    const strange = terms.filter((term) => !this.#places.has(term)).length
    const length = Math.hypot(...vector, Math.sqrt(strange) * this.#strangeness()) || 1
    return vector.map((value) => value / length)
  }

  #strangeness(): number {
    return Math.log(1 + this.#places.size) / 2
  }
}
