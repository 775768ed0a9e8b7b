/**
 * Cosines of two models cannot be compared: what is "near" for one is "far" for another. Everything here that weighs cosines was measured with the model
 * that comes with Halo. So a model of a provider is asked about these sentences first, and its cosines are bent until it sees the same distances between them.
 */
const alike: [string, string][] = [
  ['How do I reset my password?', 'I forgot my password and cannot sign in'],
  ['Where is my order?', 'My parcel has not arrived yet'],
  ['Can I get my money back?', 'What is your refund policy?'],
  ['Do you ship abroad?', 'Is international delivery possible?'],
  ['How do I cancel my subscription?', 'I want to stop my plan'],
  ['The app crashes when I open it', 'Your program closes as soon as it starts'],
  ['Can I pay by invoice?', 'Which payment methods do you accept?'],
  ['How do I change my address?', 'I have moved, please update where you send things'],
]

export const calibrationSentences: string[] = alike.flat()

export interface Distances {
  alike: number
  unlike: number
}

/** Of sentences that mean nearly the same, and of all others, on average. `vectors` are those of `yardstick`, in its order. */
export function distancesOf(vectors: Float32Array[]): Distances {
  const cosine = (a: number, b: number) => vectors[a]!.reduce((sum, value, at) => sum + value * vectors[b]![at]!, 0)
  const [near, far]: [number[], number[]] = [[], []]
  for (let a = 0; a < vectors.length; a++)
    for (let b = a + 1; b < vectors.length; b++) (a % 2 === 0 && b === a + 1 ? near : far).push(cosine(a, b))
  return { alike: mean(near), unlike: mean(far) }
}

/** Whether a model sees at all that some of these sentences mean the same. */
export const tellsApart = ({ alike, unlike }: Distances): boolean => alike - unlike > 0.02

/** Bends straight between three points: what is unlike, what is alike, and what is the same. */
export function bend(cosine: number, from: Distances, to: Distances): number {
  const [low, high, above, under] =
    cosine < from.alike ? [from.unlike, from.alike, to.alike, to.unlike] : [from.alike, 1, 1, to.alike]
  // A model that tells nothing apart bends nothing.
  return high - low > 0.01 ? Math.min(1, under + ((cosine - low) / (high - low)) * (above - under)) : cosine
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
