import type { EphemeralEvent } from '../../protocol/events.ts'
import type { Context } from '../ground/context.ts'

const ephemeralTopic = (conversationId: string) => `passing.${conversationId}`

/** Tell everyone who looks right now; nobody else will ever know. */
export function publishEphemeral(ctx: Context, event: EphemeralEvent): void {
  ctx.bus.publish(ephemeralTopic(event.conversationId), event)
}

/** Tell those in this process, because the others find out by themselves. */
export function publishEphemeralHere(ctx: Context, event: EphemeralEvent): void {
  ctx.bus.publishHere(ephemeralTopic(event.conversationId), event)
}
