/**
 * From which score on a correction answers the question (`sure`), and from which on the visitor is asked whether they mean it (`unsure`). Cosines of
 * two models cannot be compared, so each has its own; `words` is for words alone. Printed by `npm run calibrate`.
 */
export const bands: Record<string, { sure: number; unsure: number }> = {
  'use-lite': { sure: 0.7, unsure: 0.35 },
  words: { sure: 0.84, unsure: 0.38 },
}
