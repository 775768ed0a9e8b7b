import { z } from 'zod'

/** What a new workspace does first, and whether it was done. Nothing of it is kept: it is read from what is there. */
const Checklist = z.object({
  /** The AI has something to quote that is no sample. */
  knows: z.boolean(),
  /** The AI answered somebody. */
  answered: z.boolean(),
  /** The widget was loaded on a site. */
  installed: z.boolean(),
  /** An operator took a conversation over. */
  tookOver: z.boolean(),
  /** There is, or is invited, a second operator. */
  invited: z.boolean(),
  /** Alerts go somewhere. */
  alerted: z.boolean(),
})
export type Checklist = z.infer<typeof Checklist>

export const checklistRoutes = {
  'GET /api/checklist': {
    for: 'operator',
    needs: 'agents:view',
    says: 'Which of the first steps of a new workspace are done.',
    reply: z.object({ checklist: Checklist }),
  },
} as const
