import { z } from 'zod'
import { Id, Person, Time, Words } from '../basics.ts'

/** Who is kept out of the chat, why, and until when. */

export const mostShutOuts = 1_000

/** visitor: one browser · contact: a person, in whichever browser · network: every visitor of an address and its neighbours. */
export const ShutOutWhom = z.enum(['visitor', 'contact', 'network'])
export type ShutOutWhom = z.infer<typeof ShutOutWhom>

/** `name` is the contact's, as it is now, or the network, as "203.0.113.0/24" or "2001:db8:0:1200::/56"; null of somebody nobody knows. `until` null: until they are let in. */
export const ShutOut = z.object({
  id: Id,
  whom: ShutOutWhom,
  name: z.string().nullable(),
  reason: z.string(),
  by: Person,
  at: Time,
  until: Time.nullable(),
  /** Where it was done, while that is kept. */
  conversationId: Id.nullable(),
})
export type ShutOut = z.infer<typeof ShutOut>

/** `network`: where this visitor came from last, while that is kept; null when it is not. `shutOuts`: those by which they are kept out now. */
export const Standing = z.object({ network: z.string().nullable(), shutOuts: z.array(ShutOut) })
export type Standing = z.infer<typeof Standing>

const ByConversation = z.object({ id: Id })
const one = z.object({ shutOut: ShutOut })

const shutOutBody = z.strictObject({
  id: Id,
  who: z.enum(['visitor', 'network']),
  reason: Words.trim().min(1, 'Say why').max(500, 'At most 500 characters'),
  until: Time.nullable().default(null),
})

export const shutOutsApi = {
  'GET /api/conversations/:id/shut-outs': {
    for: 'operator',
    needs: 'inbox:manage',
    says: 'By what the visitor of a conversation is kept out now, and the network that they came from last, which is kept for a day.',
    params: ByConversation,
    reply: Standing,
  },
  'POST /api/conversations/:id/shut-outs': {
    for: 'operator',
    needs: 'inbox:manage',
    says: 'Shut out the visitor of a conversation, or everybody of the network that they came from last: they get 403 `shut_out` from then on, and their running conversations end. Who is known is kept out in whichever browser; whom their page only claimed to be is kept out as long as nothing proves them. Again replaces the first. 409 `no_network` when it is not kept any more, `over` when `until` has passed.',
    params: ByConversation,
    body: shutOutBody,
    reply: one,
  },
  'GET /api/shut-outs': {
    for: 'operator',
    needs: 'inbox:manage',
    says: 'Who is kept out now, the latest first.',
    reply: z.object({ shutOuts: z.array(ShutOut) }),
  },
  'DELETE /api/shut-outs/:id': {
    for: 'operator',
    needs: 'inbox:manage',
    says: 'Let in again. Whoever is not kept out is no error.',
    params: z.object({ id: Id }),
    reply: z.object({ ok: z.literal(true) }),
  },
} as const
