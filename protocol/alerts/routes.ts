import { z } from 'zod'
import { Id } from '../entities.ts'
import { AlertChannel, ChannelInput, DeadLetter, Incident } from './shapes.ts'

/** Routes of incidents, and of the channels they are told through. */

const Params = z.object({ id: Id })
const Done = z.object({ ok: z.literal(true) })

export const alertsApi = {
  'GET /api/alerts': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'Incidents that are open, and those of the last day, the latest first.',
    reply: z.object({ incidents: z.array(Incident) }),
  },
  'GET /api/alert-channels': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Where alerts go.',
    reply: z.object({ channels: z.array(AlertChannel) }),
  },
  'PUT /api/alert-channels/:id': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Add or change a channel. `secret` comes back only when the server made it.',
    params: Params,
    body: ChannelInput,
    reply: z.object({ channel: AlertChannel, secret: z.string().nullable() }),
  },
  'DELETE /api/alert-channels/:id': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Remove a channel and what waits for it.',
    params: Params,
    reply: Done,
  },
  'POST /api/alert-channels/:id/test': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Send a test now, and say how it went. 409 `not_delivered` with the reason.',
    params: Params,
    reply: Done,
  },
  'GET /api/alert-letters': {
    for: 'operator',
    needs: 'team:manage',
    says: 'What could not be delivered, the latest first.',
    reply: z.object({ letters: z.array(DeadLetter) }),
  },
  'POST /api/alert-letters/:id/again': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Send it again.',
    params: Params,
    reply: Done,
  },
} as const
