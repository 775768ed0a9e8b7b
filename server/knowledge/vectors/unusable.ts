/** A provider answered, and what it answered cannot be used. The message says why, in words for operators. */
export class Unusable extends Error {
  override readonly name = 'Unusable'
}

/** What is wrong with an answer of so many vectors, each as wide as those before it; null when nothing is. `width` 0: any, and all the same. */
export function wrongWith(vectors: number[][], count: number, width: number): string | null {
  if (vectors.length !== count) return 'It answered another number of vectors than it was asked for.'
  const wide = width || vectors[0]?.length
  for (const vector of vectors) {
    if (vector.length === 0) return 'Its vectors are empty.'
    if (vector.length !== wide)
      return `Its vectors are not all of one length: ${wide} and ${vector.length} numbers. If the model behind this name was changed, start Halo again.`
    if (!vector.every((value) => Number.isFinite(value))) return 'Its vectors hold something that is no number.'
    // Where single precision sees nothing is no direction either.
    if (!Number.isFinite(Math.hypot(...vector)) || Math.hypot(...vector) < 1e-30) return 'Its vectors are all zero.'
  }
  return null
}
