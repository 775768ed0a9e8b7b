import { z } from 'zod'
import { Id, Seq, Words } from '../basics.ts'
import { Actor } from '../events.ts'

/** What the routes of visitors and of operators share: one message, and the log of one conversation. */

const maxMessageLength = 10_000

export const MessageText = Words.trim()
  .min(1, 'Write something first')
  .max(maxMessageLength, `At most ${maxMessageLength} characters`)
export const ConversationParams = z.object({ id: Id })

/** The newest stretch of a transcript, or the one that ends before this `seq`: see `stretch` in the answer. */
export const TranscriptQuery = z.object({ before: z.coerce.number().pipe(Seq).optional() })

/** Reading the log by polling: everything after `after`, held open up to `wait` seconds while there is nothing. */
export const EventsQuery = z.object({
  after: z.coerce.number().pipe(Seq),
  wait: z.coerce.number().min(0).max(25).default(0),
})
const StoredEventShape = z.object({
  conversationId: Id,
  seq: Seq,
  at: z.number(),
  actor: Actor,
  type: z.string(),
  payload: z.unknown(),
})
/** `more`: the log goes on after `upTo`. Whoever is so far behind is better off with a new transcript. */
export const EventsReply = z.object({
  after: Seq,
  upTo: Seq,
  events: z.array(StoredEventShape),
  more: z.boolean(),
})
