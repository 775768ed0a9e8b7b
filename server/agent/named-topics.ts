/** A topic that an operator named and gave examples of; the `centroid` is what `centroidOf` makes of them. */
export interface NamedTopic {
  title: string
  centroid: Float32Array
}

/** Below this cosine a conversation is about none of the named topics. Of the model `use-lite`. */
const near = 0.4
/** Another topic must be so much nearer to take the place of the one that stands, so that the feed does not flicker. */
const lead = 0.05

/** Where texts lie together: the mean of their vectors, of length 1. */
export function centroidOf(vectors: Float32Array[]): Float32Array {
  const sum = new Float32Array(vectors[0]?.length ?? 0)
  for (const vector of vectors) for (let index = 0; index < sum.length; index++) sum[index]! += vector[index]!
  const length = Math.hypot(...sum) || 1
  return sum.map((value) => value / length)
}

/** The named topic that the messages are about, taken together, or null. `current` is the title so far. */
export function classifyTopic(messages: Float32Array[], topics: NamedTopic[], current: string | null = null): { title: string; cosine: number } | null {
  const whole = centroidOf(messages)
  const byNearness = topics.map(({ title, centroid }) => ({ title, cosine: dot(whole, centroid) })).sort((a, b) => b.cosine - a.cosine)
  const [best] = byNearness
  if (!best || best.cosine < near) return null
  const standing = byNearness.find(({ title }) => title === current)
  return standing && standing.cosine >= Math.max(near, best.cosine - lead) ? standing : best
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!
  return sum
}
