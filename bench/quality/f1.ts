/** How well guesses fit the truth: F1 of each class, and their plain mean, in which a rare class counts as much as a frequent one. */
export function f1Of<Class extends string>(
  classes: readonly Class[],
  pairs: { truth: Class; guess: Class }[],
): { macro: number; each: Record<Class, number> } {
  const count = (fits: (pair: { truth: Class; guess: Class }) => boolean) => pairs.filter(fits).length
  const each = Object.fromEntries(
    classes.map((one) => {
      const hits = count(({ truth, guess }) => truth === one && guess === one)
      const named = count(({ truth }) => truth === one) + count(({ guess }) => guess === one)
      return [one, named ? (2 * hits) / named : 0]
    }),
  ) as Record<Class, number>
  return { macro: classes.reduce((sum, one) => sum + each[one], 0) / classes.length, each }
}
