import { mean } from './row.ts'

/** How often something answerable scores higher than something that is not. */
export function areaUnderCurve(higher: number[], lower: number[]): number {
  return mean(higher.map((a) => mean(lower.map((b) => (Math.sign(a - b) + 1) / 2))))
}
