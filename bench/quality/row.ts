/** One line of the table of quality: what is measured, what it should reach, what was seen. */
export interface Row {
  what: string
  target: string
  seen: string
}

/** Two decimals tell all that these sets can tell. */
export const share = (value: number): string => value.toFixed(3)

export const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Whether what was seen is what it should be; null where there is no target. Figures are shares to reach, unless the target is a most. */
export function isMet(target: string, seen: string): boolean | null {
  const wanted = numbersOf(target)[0]
  const [first, ...each] = numbersOf(seen)
  if (wanted === undefined || first === undefined) return null
  if (/^(under|at most) /.test(target)) return first <= wanted
  const least = /none under ([\d.]+)/.exec(target)?.[1]
  return first >= wanted && (least === undefined || each.every((one) => one >= Number(least)))
}

const numbersOf = (text: string) => (text.match(/\d+(\.\d+)?/g) ?? []).map(Number)
