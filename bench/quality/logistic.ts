/** What was seen of one answer, and whether it was right. */
export interface Seen {
  of: number[]
  right: boolean
}

/** The sentences among which one was to be chosen. */
export type Choices = Seen[]

const rounds = 400
const step = 0.05

/** Weights under which the right ones of each choice stand first: a softmax over what could be chosen. */
export function learnOrder(all: Choices[]): number[] {
  const choices = all.filter((some) => some.some(({ right }) => right) && some.some(({ right }) => !right))
  return descend(choices[0]?.[0]?.of.length ?? 0, (weights, slope) => {
    for (const some of choices) {
      const worth = some.map(({ of }) => Math.exp(dot(weights, of)))
      const whole = sum(worth)
      const good = sum(worth.filter((_, place) => some[place]!.right))
      some.forEach(({ of, right }, place) =>
        add(slope, of, (worth[place]! / whole - (right ? worth[place]! / good : 0)) / choices.length),
      )
    }
    add(slope, weights, 0.02 / 50)
  })
}

/** A logistic regression; the last weight is what always counts. */
export function learnChances(all: Seen[]): number[] {
  return descend((all[0]?.of.length ?? 0) + 1, (weights, slope) => {
    for (const { of, right } of all) {
      const signs = [...of, 1]
      add(slope, signs, (chance(weights, signs) - Number(right)) / all.length)
    }
    add(slope, weights, 1 / all.length)
  })
}

export const chanceBy = (weights: number[], of: number[]): number => chance(weights, [...of, 1])

const chance = (weights: number[], of: number[]) => 1 / (1 + Math.exp(-dot(weights, of)))

/** Adam, from zero: the same data give the same weights. */
function descend(length: number, slopeAt: (weights: number[], slope: number[]) => void): number[] {
  const weights = Array.from({ length }, () => 0)
  const [first, second] = [[...weights], [...weights]]
  for (let round = 1; round <= rounds; round++) {
    const slope = weights.map(() => 0)
    slopeAt(weights, slope)
    slope.forEach((value, place) => {
      first[place] = 0.9 * first[place]! + 0.1 * value
      second[place] = 0.999 * second[place]! + 0.001 * value * value
      weights[place]! -=
        (step * (first[place]! / (1 - 0.9 ** round))) / (Math.sqrt(second[place]! / (1 - 0.999 ** round)) + 1e-8)
    })
  }
  return weights
}

const sum = (values: number[]) => values.reduce((all, value) => all + value, 0)
const dot = (a: number[], b: number[]) => a.reduce((all, value, place) => all + value * b[place]!, 0)

function add(to: number[], values: number[], times: number): void {
  values.forEach((value, place) => (to[place]! += times * value))
}
