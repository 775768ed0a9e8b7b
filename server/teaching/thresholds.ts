import { readFileSync } from 'node:fs'
import type { Calibration } from '../../protocol/teaching/learning-routes.ts'

/**
 * From which score on a correction answers the question (`sure`), and from which on the visitor is asked whether they mean it (`unsure`). Cosines of
 * two models cannot be compared, so each has its own; `words` is for words alone. Written by `npm run calibrate`.
 */
export const calibrations: Record<string, Calibration> = JSON.parse(
  readFileSync(new URL('./thresholds.json', import.meta.url), 'utf8'),
)

/** A model that nobody calibrated speaks on the scale of the one that comes with Halo, and so has its thresholds. */
export const calibrationOf = (model: string): Calibration => calibrations[model] ?? calibrations['use-lite']!
