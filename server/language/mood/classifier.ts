import { readFileSync } from 'node:fs'
import { Mood } from '../../../protocol/entities.ts'
import { featuresOf } from './features.ts'
import { reach, softmax } from './softmax.ts'

/** What training leaves (`npm run train:mood`): the names of the features, a line each, and for each its weight per mood in bytes of base64, times `scale`. */
export interface Weights {
  names: string
  scale: number
  weights: string
}

export interface MoodEvidence {
  /** Add up to 1. */
  chances: Record<Mood, number>
  /** What in the message speaks for how warm or cold it is: source and its pull, positive for warm. */
  pulls: Map<string, number>
}

interface Classifier {
  /** `meaning` is the message as the sentence encoder has it; only the weights that were trained with it need it. */
  read(text: string, meaning?: Float32Array): MoodEvidence
}

export const moods = Mood.options

/** How warm a mood is, on the scale of the score. */
export const warmth: Record<Mood, number> = {
  happy: 0.62,
  neutral: 0,
  confused: -0.06,
  frustrated: -0.52,
  angry: -0.95,
}

export function classifier({ names, scale, weights }: Weights): Classifier {
  const numbers = new Map(names.split('\n').map((name, index) => [name, index]))
  const steps = new Int8Array(Buffer.from(weights, 'base64'))
  const exact = Float32Array.from(steps, (step) => step * scale)
  return {
    read(text, meaning) {
      const known = featuresOf(text, meaning).flatMap((feature) => {
        const number = numbers.get(feature.name)
        return number === undefined ? [] : [{ ...feature, number }]
      })
      const reached = reach(
        exact,
        { at: known.map(({ number }) => number), value: known.map(({ value }) => value) },
        moods.length,
      )
      const shares = softmax(reached)
      const pulls = new Map<string, number>()
      for (const { source, number, value } of known) {
        if (source)
          pulls.set(
            source,
            (pulls.get(source) ?? 0) +
              value * moods.reduce((sum, mood, one) => sum + exact[number * moods.length + one]! * warmth[mood], 0),
          )
      }
      return {
        chances: Object.fromEntries(moods.map((mood, one) => [mood, shares[one]!])) as Record<Mood, number>,
        pulls,
      }
    },
  }
}

const load = (file: string) =>
  classifier(JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as Weights)

const plain = load('./weights.json')
let withMeaning: Classifier | undefined

// The first reading compiles the expressions of the lexicon. It happens with the start, so that no visitor's message waits for it.
plain.read('hello')

/** What a message says of the mood, by its words, and by its meaning when that is known. */
export function classify(text: string, meaning?: Float32Array): MoodEvidence {
  return meaning ? (withMeaning ??= load('./weights-meaning.json')).read(text, meaning) : plain.read(text)
}
