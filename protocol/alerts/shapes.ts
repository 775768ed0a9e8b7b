import { z } from 'zod'
import { alertKinds, channelKinds } from './kinds.ts'
import { Zone } from '../basics.ts'
import { Id, Time, Words } from '../entities.ts'

const AlertKind = z.enum(alertKinds)

/** One thing that is the matter. `level` is what a channel's threshold is compared with: see `alertKinds`. */
export const Trouble = z.object({ kind: AlertKind, level: z.int(), detail: z.string() })
export type Trouble = z.infer<typeof Trouble>

/**
 * Something that may need a person. A conversation has one incident at a time: it opens, grows with whatever else is the matter, is taken in hand, and is cleared on recovery.
 * `kind`, `level` and `detail` sum up its `troubles`, the most urgent first.
 */
export const Incident = z.object({
  id: Id,
  kind: AlertKind,
  conversationId: Id.nullable(),
  /** Who and what about: "Jane Doe · Refund". */
  title: z.string(),
  detail: z.string(),
  level: z.int(),
  state: z.enum(['open', 'in_hand', 'cleared']),
  /** Counts its changes. */
  version: z.int(),
  openedAt: Time,
  changedAt: Time,
  clearedAt: Time.nullable(),
  /** Operators whom it calls, by id. None: it concerns whoever is there. */
  people: z.array(z.string()),
  troubles: z.array(Trouble),
  /** What the visitor said last. */
  words: z.string().nullable(),
  /** Who has it in hand. */
  holder: z.string().nullable(),
})
export type Incident = z.infer<typeof Incident>

/** What one channel wants of one kind. */
const Wish = z.strictObject({ on: z.boolean(), threshold: z.int().min(0).max(10_000) })
type Wish = z.infer<typeof Wish>

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time like 22:00')

const settings = {
  name: Words.trim().min(1).max(80),
  on: z.boolean(),
  wishes: z.record(AlertKind, Wish),
  /** Between these times only what is urgent by hand is told: nothing is sent, and what is still open afterwards is sent then. */
  quiet: z.strictObject({ from: Clock, to: Clock, zone: Zone }).nullable(),
  mutedUntil: Time.nullable(),
}

/**
 * Where alerts go. `slack`: a bot token and a Slack channel; `slack_webhook`: an incoming webhook, which cannot edit what it wrote; `webhook`: signed posts to an address
 * (Standard Webhooks). The secret is never shown again.
 */
export const AlertChannel = z.object({
  id: Id,
  kind: z.enum(channelKinds),
  target: z.string(),
  ...settings,
  failing: z.string().nullable(),
})
export type AlertChannel = z.infer<typeof AlertChannel>

/** `secret` may be left out to keep the one that is stored. For `webhook` it is made by the server when left out, and shown once. */
export const ChannelInput = z.strictObject({
  kind: z.enum(channelKinds),
  target: Words.trim().min(1).max(2000),
  secret: z.string().min(8).max(500).optional(),
  ...settings,
})
export type ChannelInput = z.output<typeof ChannelInput>

/** One message to one channel that could not be delivered. */
export const DeadLetter = z.object({
  id: Id,
  channel: z.string(),
  incident: Incident,
  attempts: z.int(),
  error: z.string(),
  at: Time,
})
export type DeadLetter = z.infer<typeof DeadLetter>
