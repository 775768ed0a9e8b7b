import { z } from 'zod'
import { Id } from '../basics.ts'
import { EscalationSettings } from './escalation.ts'

/** Routes of escalation; registered in api.ts. */
export const escalationRoutes = {
  'PUT /api/agents/:id/escalation': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'When this agent brings a person by itself, and whose tickets are Priority. Holds from its next reply.',
    params: z.object({ id: Id }),
    body: EscalationSettings,
    reply: z.object({ escalation: EscalationSettings }),
  },
} as const
