import type { Mood } from '../../../protocol/entities.ts'
import { moods, type Weights } from './classifier.ts'
import { featuresOf } from './features.ts'
import { train, type Row } from './softmax.ts'

/** A message whose mood a person has said. `meaning` is there when the sentence encoder takes part. */
export interface Example {
  mood: Mood
  text: string
  meaning?: Float32Array
}

interface Course {
  rounds: number
  /** As many features stay, the heaviest; the rest weigh too little to be worth their place in the file. */
  kept: number
  /** Features that fewer examples have are not learned. */
  seenBy: number
}

export const course: Course = { rounds: 20, kept: 10_000, seenBy: 1 }
/** Meanings are 512 features in every message, and learned sooner. */
export const courseWithMeaning: Course = { ...course, rounds: 10 }

export function learn(examples: Example[], { rounds, kept, seenBy }: Course = course): Weights {
  const { rows, names } = numbered(examples, seenBy)
  const labels = examples.map(({ mood }) => moods.indexOf(mood))
  const weights = train(rows, labels, {
    classes: moods.length,
    features: names.length,
    rounds,
    penalty: 1e-4,
    pace: 0.3,
  })
  return packed(weights, names, kept)
}

/** The features of all examples by number. Many thousand examples have to fit into memory, so that names are kept once. */
function numbered(examples: Example[], seenBy: number): { rows: Row[]; names: string[] } {
  const seen = new Map<string, number>()
  for (const { text } of seenBy > 1 ? examples : [])
    for (const { name } of featuresOf(text)) seen.set(name, (seen.get(name) ?? 0) + 1)
  const numbers = new Map<string, number>()
  const rows = examples.map(({ text, meaning }): Row => {
    const features = featuresOf(text, meaning).filter(({ name }) => (seen.get(name) ?? seenBy) >= seenBy)
    for (const { name } of features) if (!numbers.has(name)) numbers.set(name, numbers.size)
    return { at: features.map(({ name }) => numbers.get(name)!), value: features.map(({ value }) => value) }
  })
  return { rows, names: [...numbers.keys()] }
}

function packed(weights: Float64Array, names: string[], kept: number): Weights {
  const of = (number: number) => weights.subarray(number * moods.length, (number + 1) * moods.length)
  const heaviest = names
    .map((name, number) => ({ name, own: of(number), weight: spread(of(number)) }))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, kept)
  const ordered = heaviest.sort((a, b) => (a.name < b.name ? -1 : 1))
  const together = Float64Array.from(
    [...ordered.map(({ own }) => own), of(names.length)].flatMap((own) => [...own]),
  )
  const scale = together.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / 127
  const steps = Int8Array.from(together, (weight) => Math.round(weight / scale))
  return {
    names: ordered.map(({ name }) => name).join('\n'),
    scale,
    weights: Buffer.from(steps.buffer).toString('base64'),
  }
}

/** What all moods have in common decides nothing between them. */
function spread(own: Float64Array): number {
  const mean = own.reduce((sum, weight) => sum + weight, 0) / own.length
  return own.reduce((sum, weight) => sum + (weight - mean) ** 2, 0)
}
