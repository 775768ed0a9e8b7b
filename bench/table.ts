/** One part of the results. `missed` names every target that was not met. */
export interface Section {
  title: string
  says: string
  table: string
  missed: string[]
}

/** Sorted ascending; `q` from 0 to 1. */
export function quantile(sorted: number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? NaN
}

export const median = (values: number[]): number =>
  quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  )

/** A table in Markdown, which also reads well in a terminal. */
export function tableOf(head: string[], rows: (string | number)[][]): string {
  const cells = [head, ...rows].map((row) => row.map(String))
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)))
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`
  return [
    line(cells[0]!),
    `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`,
    ...cells.slice(1).map(line),
  ].join('\n')
}

export const ms = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(1))
