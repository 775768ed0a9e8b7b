import { z } from 'zod'
import { Id, Time, WebAddress } from '../basics.ts'
import { webhookTypes } from './webhook-types.ts'

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
  /** When it is tried again, while it fails. */
  nextTryAt: Time.nullable(),
  createdAt: Time,
})
export type Webhook = z.infer<typeof Webhook>

/** What became of one event. Its words are not kept here. `given_up`: it was told to nobody, and the webhook stands still before it. */
export const WebhookDelivery = z.object({
  position: Position,
  type: z.enum(webhookTypes),
  at: Time,
  state: z.enum(['delivered', 'waiting', 'given_up']),
  attempts: z.int(),
  error: z.string().nullable(),
})
export type WebhookDelivery = z.infer<typeof WebhookDelivery>

const ById = z.object({ id: Id })
const ByPosition = z.object({ id: Id, position: z.coerce.number().pipe(Position.max(Number.MAX_SAFE_INTEGER)) })
const Input = z.strictObject({
  url: WebAddress,
  types: z.array(z.enum(webhookTypes)).min(1, 'Choose what it is told of').max(webhookTypes.length),
  active: z.boolean().default(true),
})
/** After a position, or from a moment on. */
const From = z.union([
  z.strictObject({ after: Position.max(Number.MAX_SAFE_INTEGER) }),
  z.strictObject({ since: Time.max(8_640_000_000_000_000) }),
])
const List = z.object({ webhooks: z.array(Webhook) })
const One = z.object({ webhook: Webhook })
const Added = z.object({ webhook: Webhook, secret: z.string().nullable() })
const Deliveries = z.object({ deliveries: z.array(WebhookDelivery) })
const Done = z.object({ ok: z.literal(true) })

const says = {
  list: 'The addresses that are told of events, with how far each has been told and what went wrong last.',
  put: 'Add or change an address that is told of events of these types from now on. `secret`, which signs what it is told, is answered when it is added and never again. What it missed while it failed follows.',
  replay:
    'Tell everything again that came after a position, or since a moment, and go on from there. Also how an address that was given up on is begun with again; each event keeps its `webhook-id`.',
  remove: 'Tell this address nothing more. Removing what is gone is no error.',
  deliveries:
    'What became of the last hundred events that it was told of, the latest first, and of those that it was given up on with.',
  again:
    'Tell it one event once more, now, whatever else waits. 409 `not_delivered` with the reason; 404 when the event was erased.',
}

export const webhooksV1 = {
  'GET /api/v1/webhooks': {
    for: 'key',
    scope: 'webhooks:read',
    name: 'listWebhooks',
    says: says.list,
    reply: List,
  },
  'PUT /api/v1/webhooks/:id': {
    for: 'key',
    scope: 'webhooks:write',
    name: 'putWebhook',
    says: says.put,
    params: ById,
    body: Input,
    reply: Added,
  },
  'POST /api/v1/webhooks/:id/replay': {
    for: 'key',
    scope: 'webhooks:write',
    name: 'replayWebhook',
    says: says.replay,
    params: ById,
    body: From,
    reply: One,
  },
  'GET /api/v1/webhooks/:id/deliveries': {
    for: 'key',
    scope: 'webhooks:read',
    name: 'listDeliveries',
    says: says.deliveries,
    params: ById,
    reply: Deliveries,
  },
  'POST /api/v1/webhooks/:id/deliveries/:position/again': {
    for: 'key',
    scope: 'webhooks:write',
    name: 'deliverAgain',
    says: says.again,
    params: ByPosition,
    reply: Done,
  },
  'DELETE /api/v1/webhooks/:id': {
    for: 'key',
    scope: 'webhooks:write',
    name: 'removeWebhook',
    says: says.remove,
    params: ById,
    reply: Done,
  },
} as const

/** The same for the screen. */
export const webhooksApi = {
  'GET /api/webhooks': { for: 'operator', needs: 'team:manage', says: says.list, reply: List },
  'PUT /api/webhooks/:id': {
    for: 'operator',
    needs: 'team:manage',
    says: says.put,
    params: ById,
    body: Input,
    reply: Added,
  },
  'POST /api/webhooks/:id/replay': {
    for: 'operator',
    needs: 'team:manage',
    says: says.replay,
    params: ById,
    body: From,
    reply: One,
  },
  'GET /api/webhooks/:id/deliveries': {
    for: 'operator',
    needs: 'team:manage',
    says: says.deliveries,
    params: ById,
    reply: Deliveries,
  },
  'POST /api/webhooks/:id/deliveries/:position/again': {
    for: 'operator',
    needs: 'team:manage',
    says: says.again,
    params: ByPosition,
    reply: Done,
  },
  'DELETE /api/webhooks/:id': {
    for: 'operator',
    needs: 'team:manage',
    says: says.remove,
    params: ById,
    reply: Done,
  },
} as const
