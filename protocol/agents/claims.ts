import { z } from 'zod'

/** What kinds of statements of an answer are looked up in what the model was given. */
const claimKinds = [
  'sum',
  'percentage',
  'date',
  'time',
  'duration',
  'phone',
  'email',
  'reference',
  'absolute',
  'figure',
] as const
export const ClaimKind = z.enum(claimKinds)
export type ClaimKind = z.infer<typeof ClaimKind>

/**
 * One claim of an AI message: characters `at` to `end` of its text. `support` is where it stands in the prompt, as a kind of item with the id of
 * what was taught, found or said; null where nobody gave it.
 */
export const CheckedClaim = z.object({
  kind: ClaimKind,
  at: z.int().min(0),
  end: z.int().min(0),
  support: z.object({ kind: z.string(), id: z.string().nullable() }).nullable(),
})
export type CheckedClaim = z.infer<typeof CheckedClaim>
