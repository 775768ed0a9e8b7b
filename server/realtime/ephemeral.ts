import type { PassingEvent } from '../../protocol/events.ts'
import type { Context } from '../ground/context.ts'

export const passingTopic = (conversationId: string) => `passing.${conversationId}`

/** Tell everyone who looks right now; nobody else will ever know. */
export function pass(ctx: Context, event: PassingEvent): void {
  ctx.bus.publish(passingTopic(event.conversationId), event)
}

/** Tell those in this process, because the others find out by themselves. */
export function passHere(ctx: Context, event: PassingEvent): void {
  ctx.bus.publishHere(passingTopic(event.conversationId), event)
}
