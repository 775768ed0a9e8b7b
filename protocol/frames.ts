import { z } from 'zod'
import type { Incident } from './alerts/shapes.ts'
import {
  AgentFace,
  Conversation,
  Id,
  Mood,
  Page,
  Person,
  Presence,
  Seq,
  type Transcript,
  type VisitorTranscript,
  Words,
} from './entities.ts'
import { maxPreviewLength } from './people/shapes.ts'
import type { EphemeralEvent, StoredEvent } from './events.ts'

/** The socket, both directions. It only tells; every change goes over HTTP. A server that speaks another version closes with 4000. */
export const version = 1

/** A visitor's widget says "here" this often; three missed beats and the lease is over. */
export const heartbeatMs = 5000

export const FeedSort = z.enum(['attention', 'newest', 'waiting', 'mood'])
export type FeedSort = z.infer<typeof FeedSort>

/**
 * `holder: 'others'` leaves out what the reader holds, which comes in `held` frames, whole.
 * Rows `offset` to `offset + limit` of the live conversations that pass the filter. Empty lists, empty text and null filter nothing.
 * `text` is looked for in the name, the company, the e-mail address, the topic, the agent's name and the latest messages. `watched` asks who of the team has it open.
 */
export const FeedWindow = z.strictObject({
  text: z.string().max(200).default(''),
  moods: z.array(Mood).default([]),
  holder: z.enum(['anyone', 'ai', 'operator', 'me', 'others']).default('anyone'),
  agentId: Id.nullable().default(null),
  presence: z.array(Presence).default([]),
  topic: z.string().max(200).nullable().default(null),
  watched: z.enum(['any', 'anyone', 'me', 'nobody']).default('any'),
  sort: FeedSort.default('attention'),
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(100).default(50),
})
export type FeedWindow = z.infer<typeof FeedWindow>

export const ClientFrame = z.discriminatedUnion('type', [
  /** First frame. Visitors prove themselves with their token; operators were proved by the cookie of the upgrade request. */
  z.strictObject({ type: z.literal('hello'), version: z.int(), token: z.string().max(4000).optional() }),
  /** "Everything of this conversation after `after`"; null asks for a snapshot. */
  z.strictObject({ type: z.literal('follow'), conversationId: Id, after: Seq.nullable() }),
  z.strictObject({ type: z.literal('unfollow'), conversationId: Id }),
  /** Operators: show me this part of the Live Feed from now on; null stops. `generation` comes back in each answer, so a late one is known. */
  z.strictObject({ type: z.literal('feed'), generation: z.int(), window: FeedWindow.nullable() }),
  /** Visitors: I am still here. `open` is whether the panel is open. `page` when it changed. */
  z.strictObject({
    type: z.literal('here'),
    conversationId: Id,
    presence: z.enum(['active', 'idle']),
    open: z.boolean(),
    page: Page.optional(),
  }),
  z.strictObject({ type: z.literal('typing'), conversationId: Id, on: z.boolean() }),
  /** Visitors: what stands in the field now. Heard only where the workspace switched the preview on; never stored. */
  z.strictObject({ type: z.literal('preview'), conversationId: Id, text: Words.max(maxPreviewLength) }),
  z.strictObject({ type: z.literal('ping') }),
])
export type ClientFrame = z.input<typeof ClientFrame>

export const FeedCounters = z.object({ live: z.int(), waiting: z.int(), moods: z.record(Mood, z.int()) })
export type FeedCounters = z.infer<typeof FeedCounters>

/** What the live conversations can be filtered by, the most frequent first. Of the topics at most 50. */
export const FeedChoices = z.object({ agents: z.array(AgentFace), topics: z.array(z.string()) })
export type FeedChoices = z.infer<typeof FeedChoices>

export const FeedRow = Conversation.extend({ watchers: z.array(Person) })
export type FeedRow = z.infer<typeof FeedRow>

export type ServerFrame =
  | { type: 'welcome'; version: number; now: number }
  /** Start again from here. `passing` is what is going on this second: a draft, somebody typing. */
  | { type: 'snapshot'; conversationId: Id; transcript: Transcript | VisitorTranscript; passing: EphemeralEvent[] }
  /**
   * Apply these if your `upTo` is at least `after`; then your `upTo` is `upTo`. If it is less, follow again from where you are.
   * An answer to `follow` brings `passing`, which replaces whatever you believed to be going on.
   */
  | {
      type: 'events'
      conversationId: Id
      after: number
      upTo: number
      events: StoredEvent[]
      passing?: EphemeralEvent[]
    }
  | { type: 'passing'; event: EphemeralEvent }
  /** `ids` is the whole window in order, only when it changed; `rows` are those that changed. `asOf` is the time this is true for. */
  | {
      type: 'feed'
      generation: number
      total: number
      ids?: Id[]
      rows: FeedRow[]
      counters: FeedCounters
      asOf: number
    }
  /** To whoever looks at the feed: every conversation that they hold, who waits longest first; whenever something of it changed. */
  | { type: 'held'; rows: FeedRow[] }
  /** To every browser of an operator: they have read this up to there. */
  | { type: 'read'; conversationId: Id; seq: number }
  /** To operators: an incident began, changed or is over. */
  | { type: 'incident'; incident: Incident }
  | { type: 'refused'; conversationId?: Id; code: string; message: string }
  | { type: 'pong'; now: number }

export type FeedFrame = Extract<ServerFrame, { type: 'feed' }>
