import { z } from 'zod'
import { Id, Time, WebAddress } from '../basics.ts'
import type { StoredType } from '../events.ts'

/** What an endpoint can be told of. What operators say among themselves, whispers, notes and comments, is not among it, so that no address hears of it by mistake. */
export const webhookTypes = [
  'message.posted',
  'message.edited',
  'message.withdrawn',
  'conversation.started',
  'human.requested',
  'takeover.began',
  'takeover.ended',
  'conversation.completed',
  'conversation.reopened',
  'ticket.opened',
  'ticket.changed',
  'message.rated',
  'rating.cleared',
  'lesson.saved',
  'lesson.changed',
  'correction.added',
  'correction.changed',
] as const satisfies StoredType[]

const Position = z.int().min(0)

/** An address that is told of events, in the order of the log. `position` is how far it has been told; `stoppedAt` when we gave up, after three days of failures. */
export const Webhook = z.object({
  id: Id,
  url: z.string(),
  types: z.array(z.enum(webhookTypes)),
  active: z.boolean(),
  position: Position,
  failingSince: Time.nullable(),
  stoppedAt: Time.nullable(),
  error: z.string().nullable(),
  createdAt: Time,
})
export type Webhook = z.infer<typeof Webhook>

const ById = z.object({ id: Id })

export const webhooksV1 = {
  'GET /api/v1/webhooks': {
    for: 'key',
    scope: 'webhooks:read',
    name: 'listWebhooks',
    says: 'The addresses that are told of events, with how far each has been told and what went wrong last.',
    reply: z.object({ webhooks: z.array(Webhook) }),
  },
  'PUT /api/v1/webhooks/:id': {
    for: 'key',
    scope: 'webhooks:write',
    name: 'putWebhook',
    says: 'Add or change an address that is told of events of these types from now on. `secret`, which signs what it is told, is answered when it is added and never again. What it missed while it failed follows.',
    params: ById,
    body: z.strictObject({
      url: WebAddress,
      types: z.array(z.enum(webhookTypes)).min(1, 'Choose what it is told of').max(webhookTypes.length),
      active: z.boolean().default(true),
    }),
    reply: z.object({ webhook: Webhook, secret: z.string().nullable() }),
  },
  'POST /api/v1/webhooks/:id/replay': {
    for: 'key',
    scope: 'webhooks:write',
    name: 'replayWebhook',
    says: 'Tell everything again that came after a position, and go on from there. Also how an address that was given up on is begun with again; each event keeps its `webhook-id`.',
    params: ById,
    body: z.strictObject({ after: Position.max(Number.MAX_SAFE_INTEGER) }),
    reply: z.object({ webhook: Webhook }),
  },
  'DELETE /api/v1/webhooks/:id': {
    for: 'key',
    scope: 'webhooks:write',
    name: 'removeWebhook',
    says: 'Tell this address nothing more. Removing what is gone is no error.',
    params: ById,
    reply: z.object({ ok: z.literal(true) }),
  },
} as const
