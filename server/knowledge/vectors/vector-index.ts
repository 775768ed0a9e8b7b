/** Vectors of one size side by side in one block of memory, so that comparing with all of them is one straight run. */
export class VectorIndex {
  readonly #width: number
  #rows: Float32Array
  #keys: string[] = []
  readonly #places = new Map<string, number>()

  constructor(width: number) {
    this.#width = width
    this.#rows = new Float32Array(width * 64)
  }

  get size(): number {
    return this.#keys.length
  }

  put(key: string, vector: Float32Array): void {
    let place = this.#places.get(key)
    if (place === undefined) {
      place = this.#keys.push(key) - 1
      this.#places.set(key, place)
      if (this.#keys.length * this.#width > this.#rows.length) this.#resize(this.#rows.length * 2)
    }
    this.#rows.set(vector, place * this.#width)
  }

  /** The last row moves into the gap. */
  remove(key: string): void {
    const place = this.#places.get(key)
    if (place === undefined) return
    const last = this.#keys.pop()!
    this.#places.delete(key)
    if (last === key) return
    this.#keys[place] = last
    this.#places.set(last, place)
    this.#rows.copyWithin(
      place * this.#width,
      this.#keys.length * this.#width,
      (this.#keys.length + 1) * this.#width,
    )
  }

  clear(): void {
    this.#keys = []
    this.#places.clear()
    this.#rows = new Float32Array(this.#width * 64)
  }

  /** The cosines of the `most` nearest, and of those in `beside` wherever they stand; vectors have length 1. */
  nearest(vector: Float32Array, most: number, beside: string[] = []): Map<string, number> {
    const cosines = this.#compare(vector)
    const found = new Map<string, number>(top(cosines, most).map((place) => [this.#keys[place]!, cosines[place]!]))
    for (const key of beside) {
      const place = this.#places.get(key)
      if (place !== undefined) found.set(key, cosines[place]!)
    }
    return found
  }

  #compare(vector: Float32Array): Float32Array {
    const [rows, width, cosines] = [this.#rows, this.#width, new Float32Array(this.#keys.length)]
    for (let place = 0, at = 0; place < cosines.length; place++) {
      // Four sums at a time keep the processor busy; one would wait for itself.
      let [a, b, c, d] = [0, 0, 0, 0]
      for (let index = 0; index < width; index += 4, at += 4) {
        a += rows[at]! * vector[index]!
        b += rows[at + 1]! * vector[index + 1]!
        c += rows[at + 2]! * vector[index + 2]!
        d += rows[at + 3]! * vector[index + 3]!
      }
      cosines[place] = a + b + c + d
    }
    return cosines
  }

  #resize(length: number): void {
    const rows = new Float32Array(length)
    rows.set(this.#rows)
    this.#rows = rows
  }
}

/** The places of the largest values, largest first. */
function top(values: Float32Array, most: number): number[] {
  const places: number[] = []
  let least = -Infinity
  for (let place = 0; place < values.length; place++) {
    if (places.length === most && values[place]! <= least) continue
    let at = places.length
    while (at > 0 && values[places[at - 1]!]! < values[place]!) at--
    places.splice(at, 0, place)
    if (places.length > most) places.pop()
    least = values[places.at(-1)!]!
  }
  return places
}
