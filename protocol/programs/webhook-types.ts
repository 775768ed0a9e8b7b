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
export type WebhookType = (typeof webhookTypes)[number]
