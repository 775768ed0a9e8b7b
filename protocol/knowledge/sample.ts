import { z } from 'zod'

/** What of the sample, a coffee shop, is among the articles as it was brought. */
const Sample = z.object({ articles: z.number().int() })
export type Sample = z.infer<typeof Sample>

const Reply = z.object({ sample: Sample })

export const sampleRoutes = {
  'GET /api/sample': {
    for: 'operator',
    needs: 'agents:view',
    says: 'How many articles of the sample are here.',
    reply: Reply,
  },
  'POST /api/sample': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Bring the sample, a coffee shop with its help articles, to try Halo with. What is there already is not brought twice.',
    reply: Reply,
  },
  'DELETE /api/sample': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Remove the sample. Articles and agents that somebody changed stay.',
    reply: Reply,
  },
} as const
