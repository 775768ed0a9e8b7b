/** One line of the table of quality: what is measured, what it should reach, what was seen. */
export interface Row {
  what: string
  target: string
  seen: string
}

/** Two decimals tell all that these sets can tell. */
export const share = (value: number): string => value.toFixed(3)

export const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
