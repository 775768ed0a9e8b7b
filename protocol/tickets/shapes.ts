import { z } from 'zod'
import { Id, Person, Seq, Time, Words } from '../basics.ts'

/** What people follow up: one ticket for a conversation, its notes, replies kept for reuse, and answers learned from what was resolved. */

export const TicketStatus = z.enum(['open', 'priority', 'in_progress', 'snoozed', 'resolved', 'spam'])
export type TicketStatus = z.infer<typeof TicketStatus>

/** Tickets that somebody still has to do something about. */
export const unfinished = ['open', 'priority', 'in_progress'] as const satisfies TicketStatus[]

/** What a team notes down about a ticket: its own keys, its own words. */
export const TicketFields = z.record(Words.trim().min(1).max(60), Words.trim().max(500))
export type TicketFields = z.infer<typeof TicketFields>

export const Ticket = z.object({
  id: Id,
  number: z.int().positive(),
  conversationId: Id,
  subject: z.string(),
  status: TicketStatus,
  assignee: Person.nullable(),
  openedAt: Time,
  changedAt: Time,
  /** When a snoozed ticket wakes; without it only a reply of the visitor wakes it. */
  snoozedUntil: Time.optional(),
  /** Only of resolved tickets: who saw to it. */
  resolvedBy: z.enum(['ai', 'person']).optional(),
  /** A duplicate: it goes on in this other ticket of the same customer. */
  mergedInto: z.object({ id: Id, number: z.int().positive() }).optional(),
  fields: TicketFields.optional(),
})
export type Ticket = z.infer<typeof Ticket>

/** The payload of ticket events. `by` is missing where no operator chose it. */
export const ticketNews = { ticket: Ticket, by: Person.optional() }

/** The ticket as it stood after one change; two that follow each other tell what changed. */
export const TicketMark = z.object({ seq: Seq, at: Time, ticket: Ticket, by: Person.nullable() })
export type TicketMark = z.infer<typeof TicketMark>

/** A note of an operator to colleagues, in the thread of a ticket. `mentions` are the operators it calls. */
export const Comment = z.object({
  id: Id,
  seq: Seq,
  at: Time,
  by: Person,
  text: z.string(),
  mentions: z.array(z.string()),
})
export type Comment = z.infer<typeof Comment>

/** A note that calls somebody who has not opened it yet. */
export const Mention = z.object({
  commentId: Id,
  conversationId: Id,
  ticket: z.object({ number: z.int().positive(), subject: z.string() }).nullable(),
  by: Person,
  text: z.string(),
  at: Time,
})
export type Mention = z.infer<typeof Mention>

export const maxCommentText = 10_000

/** A reply that is written once and used often. `{{name}}`, `{{agent}}` and `{{ticket}}` in it stand for the visitor's first name, whoever writes, and the ticket's number. */
export const CannedReply = z.object({ id: Id, name: z.string(), text: z.string(), changedAt: Time })
export type CannedReply = z.infer<typeof CannedReply>

/** What a person answered on a ticket that was then resolved, proposed as knowledge. */
export const LearnedAnswer = z.object({
  id: Id,
  ticket: z.object({ id: Id, number: z.int().positive() }),
  conversationId: Id,
  question: z.string(),
  answer: z.string(),
  at: Time,
})
export type LearnedAnswer = z.infer<typeof LearnedAnswer>
