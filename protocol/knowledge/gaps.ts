import { z } from 'zod'
import { Id, Time } from '../basics.ts'

/** unanswered: the AI was not sure enough · thumbed_down: a person rated the answer down · corrected: an operator wrote what it should have said. */
export const GapReason = z.enum(['unanswered', 'thumbed_down', 'corrected'])
export type GapReason = z.infer<typeof GapReason>

/** How a gap came to its end. answered: a later question of this kind got a sure answer · dismissed: an operator says that it is none. */
const GapEnding = z.object({
  how: z.enum(['answered', 'dismissed']),
  at: Time,
  conversationId: Id.nullable(),
})
type GapEnding = z.infer<typeof GapEnding>

/** Questions of one kind that nothing answers well. */
export const Gap = z.object({
  id: Id,
  /** One of the questions, as a visitor asked it. */
  question: z.string(),
  count: z.int(),
  /** In how many conversations it was asked. */
  askers: z.int(),
  reasons: z.record(GapReason, z.int()),
  /** Questions a day over the last fourteen days, today last. */
  trend: z.array(z.int()),
  /** The latest, at most five. */
  examples: z.array(
    z.object({ conversationId: Id, messageId: Id, question: z.string(), reason: GapReason, at: Time }),
  ),
  changedAt: Time,
  /** It was answered once, and since then is not any more. */
  reopenedAt: Time.nullable(),
  ending: GapEnding.nullable(),
})
export type Gap = z.infer<typeof Gap>

const Params = z.object({ id: Id })
const Done = z.object({ ok: z.literal(true) })

export const gapsApi = {
  'GET /api/gaps': {
    for: 'operator',
    needs: 'agents:view',
    says: 'What visitors ask and nothing answers well, the most asked first.',
    query: z.object({ state: z.enum(['open', 'closed']).default('open') }),
    reply: z.object({ gaps: z.array(Gap) }),
  },
  'POST /api/gaps/:id/dismissal': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'This is no gap: it opens again only when somebody takes the dismissal back.',
    params: Params,
    reply: Done,
  },
  'DELETE /api/gaps/:id/dismissal': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Take the dismissal back.',
    params: Params,
    reply: Done,
  },
} as const
