import { z } from 'zod'
import { channelFields } from '../channels.ts'
import { Conversation, Id, Time, Words } from '../entities.ts'

/** Conversations of earlier, from another system, with their own times. */

const ExternalId = Words.trim().min(1).max(200)
const lastTime = 8_640_000_000_000_000
/** In milliseconds since 1970, or as ISO 8601 writes it. */
const Moment = z.union([Time.max(lastTime), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))])

const PastMessage = z.strictObject({
  id: Id.optional(),
  from: z.enum(['visitor', 'operator', 'ai']),
  /** Who of the team wrote it. */
  author: Words.trim().min(1).max(200).optional(),
  text: Words.trim().min(1).max(10_000),
  at: Moment,
})

export const PastConversation = z.strictObject({
  id: Id,
  /** What your site calls the person; without it they are anonymous. */
  userId: ExternalId.optional(),
  channel: channelFields.channel,
  topic: Words.trim().min(1).max(200).optional(),
  /** That of the last message where it is left out. */
  closedAt: Moment.optional(),
  messages: z.array(PastMessage).min(1, 'A conversation has at least one message').max(500),
})
export type PastConversation = z.output<typeof PastConversation>

export const historyV1 = {
  'POST /api/v1/history': {
    for: 'key',
    scope: 'conversations:write',
    name: 'importConversation',
    says: 'Bring in a conversation of earlier, with its own times. It is over: it stands under Completed, on its day in Reports, and with its person. Nobody answers, no alert and no webhook tells of it. The same id again is the same conversation, and is not changed. 400 `in_the_future` for times that have not come yet.',
    body: PastConversation,
    reply: z.object({ conversation: Conversation, added: z.boolean() }),
  },
} as const
