/** What speaks for a sentence, or against it; `bench/quality/learn-answers.ts` learns how much. */
export const signs = [
  'cover',
  'own',
  'holds',
  'must',
  'label',
  'headed',
  'titled',
  'title',
  'passage',
  'near',
  'first',
  'item',
] as const
export type Signs = Record<(typeof signs)[number], number>

/** What tells whether the chosen sentence answers what was asked. */
export const chanceSigns = [
  'cover',
  'own',
  'holds',
  'title',
  'passage',
  'headed',
  'margin',
  'rival',
  'widest',
  'unknown',
  'rarest',
  'figure',
  'yesno',
  'steps',
  'other',
  'long',
  'single',
] as const
export type ChanceSigns = Record<(typeof chanceSigns)[number], number>
