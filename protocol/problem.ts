import { z } from 'zod'

/** The body of every answer that refuses. */
export const Problem = z.object({
  error: z.object({
    code: z.string(),
    /** A sentence that a person can act on. */
    message: z.string(),
    details: z.unknown().optional(),
  }),
})
export type Problem = z.infer<typeof Problem>
