import { z } from 'zod'
import * as escalation from '../agents/escalation.ts'
import { Channel } from '../channels.ts'
import * as entities from '../entities.ts'
import { Actor } from '../events.ts'
import * as people from '../people/shapes.ts'
import * as review from '../review/shapes.ts'
import * as teaching from '../teaching/shapes.ts'
import * as tickets from '../tickets/shapes.ts'
import { HaloEvent } from './placed-event.ts'
import { Webhook } from './webhooks.ts'

/** Everything that has a name in the protocol keeps it in the client and in OpenAPI. */
export const named = z.registry<{ id: string }>()

const nameless = ['Id', 'Seq', 'Time', 'Words']
const taken = new Set<z.ZodType>()
for (const [id, shape] of Object.entries({
  ...entities,
  ...escalation,
  ...people,
  ...review,
  ...teaching,
  ...tickets,
  Actor,
  Channel,
  HaloEvent,
  Webhook,
})) {
  if (!(shape instanceof z.ZodType) || taken.has(shape) || nameless.includes(id)) continue
  taken.add(shape)
  named.add(shape, { id })
}
