import { unit } from '../../server/knowledge/vectors/meaning.ts'
import type { StyleSubspace } from '../../server/knowledge/vectors/question-vectors.ts'

/** So many directions are enough; more take away what is asked, too. */
const most = 8
const rounds = 60

/**
 * The directions in which vectors of the same question differ most (principal components within groups, by power iteration). Each keeps as much as makes it
 * differ no more than the next one after them.
 */
export function learnStyleSubspace(groups: Float32Array[][], model: string): StyleSubspace {
  const scatter = scatterWithin(groups)
  const found: { vector: Float32Array; spread: number }[] = []
  while (found.length <= most)
    found.push(
      strongest(
        scatter,
        found.map(({ vector }) => vector),
      ),
    )
  const { spread: last } = found[most]!
  return {
    model,
    directions: found.slice(0, most).map(({ vector, spread }) => ({ vector, stays: Math.sqrt(last / spread) })),
  }
}

function scatterWithin(groups: Float32Array[][]): Float32Array[] {
  const width = groups[0]![0]!.length
  const scatter = Array.from({ length: width }, () => new Float32Array(width))
  for (const group of groups) {
    const middle = group[0]!.map((_, at) => group.reduce((sum, vector) => sum + vector[at]!, 0) / group.length)
    for (const vector of group) {
      const off = vector.map((value, at) => value - middle[at]!)
      for (let row = 0; row < width; row++)
        for (let column = 0; column < width; column++) scatter[row]![column]! += off[row]! * off[column]!
    }
  }
  return scatter
}

/** The direction of the widest spread that stands at right angles to those before it. */
function strongest(scatter: Float32Array[], before: Float32Array[]): { vector: Float32Array; spread: number } {
  let vector = unit(Float32Array.from(scatter, (_, at) => Math.sin(at + 1)))
  let spread = 0
  for (let round = 0; round < rounds; round++) {
    const next = Float32Array.from(scatter, (row) => dot(row, vector))
    for (const other of before) {
      const share = dot(next, other)
      for (let at = 0; at < next.length; at++) next[at]! -= share * other[at]!
    }
    spread = Math.hypot(...next)
    vector = unit(next)
  }
  return { vector, spread }
}

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, at) => sum + value * b[at]!, 0)
