/** A topic that an operator named and gave examples of; the `centroid` is what `centroidOf` makes of them. */
export interface NamedTopic {
  title: string
  centroid: Float32Array
}

/** How near a text is to a topic: the cosine. */
export interface Near {
  title: string
  cosine: number
}

/**
 * Below `near` a conversation is about none of the named topics. Another topic must be nearer by `lead` to take the place of the one that stands, which itself stays
 * until it is further away than `near` by as much: so the feed does not flicker. Cosines of two models cannot be compared; `words` is for words alone.
 */
const thresholds: Record<string, { near: number; more: number; lead: number }> = {
  'use-lite': { near: 0.6, more: 0.21, lead: 0.05 },
  words: { near: 0.3, more: 0.05, lead: 0.05 },
}
/** Messages that are read together lie nearer to everything than one of them does: from three on the whole of `more` is asked on top. */
const enoughMessages = 3

/** How near so many messages, read together, have to lie. */
export function nearnessOf(model: string, messages = 1): number {
  const { near, more } = thresholds[model] ?? thresholds['use-lite']!
  return near + (more * (Math.min(Math.max(1, messages), enoughMessages) - 1)) / (enoughMessages - 1)
}

/** Where texts lie together: the mean of their vectors, of length 1. */
export function centroidOf(vectors: Float32Array[]): Float32Array {
  const sum = new Float32Array(vectors[0]?.length ?? 0)
  for (const vector of vectors) for (let index = 0; index < sum.length; index++) sum[index]! += vector[index]!
  const length = Math.hypot(...sum) || 1
  return sum.map((value) => value / length)
}

/** How near the messages, taken together, are to every topic, the nearest first. */
export function compareTopics(messages: Float32Array[], topics: NamedTopic[]): Near[] {
  const whole = centroidOf(messages)
  return topics
    .map(({ title, centroid }) => ({ title, cosine: dot(whole, centroid) }))
    .sort((a, b) => b.cosine - a.cosine)
}

/** The named topic that the messages are about, taken together, or null. `current` is the title so far. */
export function classifyTopic(
  messages: Float32Array[],
  topics: NamedTopic[],
  current: string | null = null,
  model = 'use-lite',
): Near | null {
  const near = nearnessOf(model, messages.length)
  const { lead } = thresholds[model] ?? thresholds['use-lite']!
  const byNearness = compareTopics(messages, topics)
  const [best] = byNearness
  const standing = byNearness.find(({ title }) => title === current)
  if (standing && standing.cosine >= Math.max(near, best!.cosine) - lead) return standing
  return best && best.cosine >= near ? best : null
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let index = 0; index < a.length; index++) sum += a[index]! * b[index]!
  return sum
}
