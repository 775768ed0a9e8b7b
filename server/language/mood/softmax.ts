/** A sparse row: which features it has, by number, and how much of each. */
export interface Row {
  at: number[]
  value: number[]
}

/** How far a row reaches for each class. Weights lie feature by feature; the last group is what a class has without any feature. */
export function reach(weights: ArrayLike<number>, row: Row, classes: number): number[] {
  const last = weights.length - classes
  const reached = Array.from({ length: classes }, (_, one) => weights[last + one]!)
  row.at.forEach((feature, each) => {
    for (let one = 0; one < classes; one++) reached[one]! += weights[feature * classes + one]! * row.value[each]!
  })
  return reached
}

export function softmax(reached: number[]): number[] {
  const highest = Math.max(...reached)
  const powers = reached.map((each) => Math.exp(each - highest))
  const sum = powers.reduce((all, each) => all + each, 0)
  return powers.map((each) => each / sum)
}

interface Training {
  classes: number
  features: number
  rounds: number
  /** Strength of the squared penalty on a weight. */
  penalty: number
  /** How far the first step goes; AdaGrad shortens the later ones, feature by feature. */
  pace: number
}

/**
 * Multinomial logistic regression with a squared penalty, by stochastic gradient descent with AdaGrad (Duchi, Hazan, Singer 2011). The answer is the
 * mean of the weights over the later half of the rounds, which forgets the chance of the last steps. The same rows give the same weights.
 */
export function train(rows: Row[], labels: number[], training: Training): Float64Array {
  const { classes, features, rounds } = training
  const weights = new Float64Array((features + 1) * classes)
  const travelled = new Float64Array(weights.length).fill(1e-3)
  const mean = new Float64Array(weights.length)
  const order = rows.map((_, index) => index)
  const counted = Math.ceil(rounds / 2)
  const random = dice(1)
  for (let round = 0; round < rounds; round++) {
    shuffle(order, random)
    for (const index of order) step({ weights, travelled }, rows[index]!, labels[index]!, training)
    if (round >= rounds - counted)
      for (let each = 0; each < mean.length; each++) mean[each]! += weights[each]! / counted
  }
  return mean
}

function step(
  { weights, travelled }: Record<'weights' | 'travelled', Float64Array>,
  row: Row,
  label: number,
  { classes, penalty, pace }: Training,
): void {
  const miss = softmax(reach(weights, row, classes))
  miss[label]! -= 1
  const move = (place: number, slope: number) => {
    travelled[place]! += slope * slope
    weights[place]! -= (pace * slope) / Math.sqrt(travelled[place]!)
  }
  for (let one = 0; one < classes; one++) {
    for (let each = 0; each < row.at.length; each++) {
      const place = row.at[each]! * classes + one
      move(place, miss[one]! * row.value[each]! + penalty * weights[place]!)
    }
    move(weights.length - classes + one, miss[one]! / 3)
  }
}

/** The same throws in every training (Lehmer, 1951). */
function dice(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48271) % 2147483647) / 2147483647
}

function shuffle(order: number[], random: () => number): void {
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    ;[order[last], order[other]] = [order[other]!, order[last]!]
  }
}
