import { z } from 'zod'

/** Tokens that a language model counted. `input` holds `cached`, `output` holds `reasoning`. */
export const ModelUsage = z.object({
  /** Whether it was for the reply itself, or for what the model thinks of it. */
  kind: z.enum(['reply', 'assessment']),
  model: z.string(),
  input: z.int(),
  output: z.int(),
  cached: z.int(),
  reasoning: z.int(),
  /** At the price that holds now; null where the model has none. */
  cost: z.object({ amount: z.number(), currency: z.string() }).nullable(),
})
export type ModelUsage = z.infer<typeof ModelUsage>
