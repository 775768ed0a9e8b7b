import { z } from 'zod'
import { CheckedClaim } from './agents/claims.ts'
import { Sending } from './agents/sending.ts'
import { AgentStyle } from './agents/shapes.ts'
import { Id, Person, Seq, Time, Words } from './basics.ts'
import { Channel } from './channels.ts'
import {
  Escalation,
  EscalationSettings,
  Receipt,
  RecordedAssessment,
  confidenceFields,
} from './agents/escalation.ts'
import { Note, Outcome, OwnVote, Rating, reviewFields } from './review/shapes.ts'
import { Correction, Lesson, Named } from './teaching/shapes.ts'
import { Comment, Ticket, TicketMark } from './tickets/shapes.ts'

/**
 * The nouns that a client may see. Times are milliseconds since 1970 (UTC), `seq` counts from 1 within one conversation.
 * What a visitor may see and what only operators may see are separate shapes, so that neither can slip into the other.
 */

export * from './basics.ts'
export { Outcome, OutcomeKind } from './review/shapes.ts'
export { Ticket, TicketStatus } from './tickets/shapes.ts'

export const Mood = z.enum(['happy', 'neutral', 'confused', 'frustrated', 'angry'])
export type Mood = z.infer<typeof Mood>

export const Presence = z.enum(['active', 'idle', 'gone'])
export type Presence = z.infer<typeof Presence>

export const AgentFace = z.object({ id: Id, name: z.string() })
export type AgentFace = z.infer<typeof AgentFace>

/**
 * Who holds the pen. Every change of hands raises `epoch`; whatever an AI run began under an older epoch can no longer be said.
 * `operator` is null exactly while the AI holds the pen.
 */
export const Control = z.object({
  holder: z.enum(['ai', 'operator']),
  operator: Person.nullable(),
  epoch: z.int().nonnegative(),
  since: Time,
})
export type Control = z.infer<typeof Control>

export const Source = z.object({ id: Id, title: z.string(), url: z.string().nullable() })
export type Source = z.infer<typeof Source>

/** `system` messages are lines that the server wrote: "Sarah joined". `run` ties a finished AI message to the draft it replaces. */
export const Message = z.object({
  id: Id,
  seq: Seq,
  at: Time,
  from: z.enum(['visitor', 'ai', 'operator', 'system']),
  author: Person.nullable(),
  text: z.string(),
  sources: z.array(Source),
  run: Id.nullable(),
  /** The AI message that this line corrects, for everyone to see. */
  corrects: Id.optional(),
  /** An operator changed their words, or took them back: then there is no text any more. */
  editedAt: Time.optional(),
  withdrawnAt: Time.optional(),
})
export type Message = z.infer<typeof Message>

/** A conversation as its visitor may see it. */
export const VisitorConversation = z.object({
  id: Id,
  agent: AgentFace,
  status: z.enum(['live', 'completed']),
  openedAt: Time,
  completedAt: Time.nullable(),
  control: Control,
  humanRequestedAt: Time.nullable(),
  /** Up to where each side is known to have read what a person and the visitor wrote to each other. */
  seen: z.object({ visitor: Seq, operator: Seq }).optional(),
})
export type VisitorConversation = z.infer<typeof VisitorConversation>

export const Visitor = z.object({
  id: Id,
  name: z.string().nullable(),
  email: z.string().nullable(),
  identified: z.boolean(),
  verified: z.boolean(),
  /** The contact they are, once identified. */
  contactId: Id.nullable().default(null),
  company: Named.nullable().default(null),
  /** When their site last told something new of them; whoever shows traits or context reads them again. */
  toldAt: Time.nullable().default(null),
})
export type Visitor = z.infer<typeof Visitor>

/** `language` is that in which the widget speaks there: two small letters, as in ISO 639-1. */
export const Page = z.object({
  url: Words.max(2000),
  title: Words.max(300),
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .optional(),
})
export type Page = z.infer<typeof Page>

/** closed: the visitor shut the widget or left the site · timed_out: ten minutes without the visitor · shut_out: an operator shut the visitor out. */
export const Ending = z.enum(['closed', 'timed_out', 'shut_out'])
export type Ending = z.infer<typeof Ending>

/** The running mood. `score` runs from -1 (angry) to 1 (happy); `history` holds the score after each visitor message, oldest first, at most 24. */
export const MoodReading = z.object({ mood: Mood, score: z.number().min(-1).max(1), history: z.array(z.number()) })
export type MoodReading = z.infer<typeof MoodReading>

/** A question to the team about a running conversation, by an operator or by the AI, whose `by` is null. */
export const Inquiry = z.object({
  id: Id,
  seq: Seq,
  at: Time,
  by: Person.nullable(),
  text: z.string(),
  state: z.enum(['open', 'answered', 'expired']),
  answer: z.object({ by: Person, text: z.string(), at: Time }).nullable(),
})
export type Inquiry = z.infer<typeof Inquiry>

/**
 * A reply that is written and not sent: the visitor has read no word of it. `reason`: the agent only drafts, or its replies wait a moment while somebody
 * watches, or this one claims what stands in nothing it was given. Without `dueAt` it waits for a person.
 */
export const Hold = z.object({
  run: Id,
  seq: Seq,
  at: Time,
  reason: z.enum(['draft', 'hold', 'claim']),
  dueAt: Time.nullable(),
  text: z.string(),
  sources: z.array(Source),
  claims: z.array(CheckedClaim),
})
export type Hold = z.infer<typeof Hold>

/** A conversation as operators see it: one row of the Live Feed and the head of a transcript. */
export const Conversation = VisitorConversation.extend({
  seq: Seq,
  visitor: Visitor,
  presence: Presence,
  presenceAt: Time,
  page: Page.nullable(),
  /** Of a conversation that is not held in the widget. */
  channel: Channel.optional(),
  mood: MoodReading,
  topic: z.string().nullable(),
  lastMessage: z.object({ from: Message.shape.from, text: z.string(), at: Time, seq: Seq.optional() }).nullable(),
  /** How the visitor's latest message begins, whoever spoke since. */
  lastWords: z.string().nullable().optional(),
  /** Since when the visitor has been waiting for an answer; null when nothing is owed. */
  waitingSince: Time.nullable(),
  /** The AI could not answer the last words, and why; nobody has answered them since. */
  failure: z.object({ at: Time, reason: z.string() }).nullable().optional(),
  /** What the team is being asked here. */
  inquiry: z.object({ id: Id, at: Time, by: Person.nullable(), text: z.string() }).nullable().optional(),
  /** What the AI wrote here and was not sent. */
  hold: Hold.pick({ run: true, at: true, reason: true, dueAt: true }).nullable().optional(),
  /** Whoever holds the pen is away, and the visitor, who waits, was told so: somebody else is needed. */
  absence: z.object({ at: Time, operator: Person }).nullable().optional(),
  ticket: Ticket.nullable(),
  endedHow: Ending.nullable(),
  outcome: Outcome.nullable(),
  ...reviewFields,
  ...confidenceFields,
})
export type Conversation = z.infer<typeof Conversation>

/**
 * A whisper is what an operator tells the AI for its next reply.
 * waiting → taken (its reply has begun to show) → used; or waiting → withdrawn. A reply that never came gives it back to waiting.
 */
export const Whisper = z.object({
  id: Id,
  seq: Seq,
  at: Time,
  by: Person,
  text: z.string(),
  state: z.enum(['waiting', 'taken', 'used', 'withdrawn']),
  messageId: Id.nullable(),
  settledAt: Time.nullable(),
  /** Sent again after it was ignored: comes first and is worded as a must. */
  must: z.boolean(),
  /** Null until its reply was judged. */
  receipt: Receipt.nullable(),
})
export type Whisper = z.infer<typeof Whisper>

/** What the AI had begun to say when a person took the pen. Struck through for operators; the visitor's copy is gone. */
export const Cut = z.object({ run: Id, seq: Seq, at: Time, text: z.string() })
export type Cut = z.infer<typeof Cut>

/** What a person tells the AI of the conversation that it has again: it stands in every reply from here on, and the last one counts. */
export const Brief = z.object({ seq: Seq, at: Time, by: Person, text: z.string() })
export type Brief = z.infer<typeof Brief>

/** A run that ended without a reply, and why, in words for an operator. */
export const Failure = z.object({ run: Id, seq: Seq, at: Time, reason: z.string() })
export type Failure = z.infer<typeof Failure>

/**
 * Which part of its conversation a transcript shows: what stands at `from` or later, and at most so many entries with so many characters together. Where `from` is 0
 * nothing is older; otherwise what is older is had by asking for the transcript `before` it.
 */
export const Stretch = z.object({ from: Seq, entries: z.int().positive(), characters: z.int().positive() })

/** `upTo` is the `seq` that this picture is true for: events past it are to be applied, older ones are not. */
export const VisitorTranscript = z.object({
  conversation: VisitorConversation,
  messages: z.array(Message),
  /** Their own; no event tells of them, the reply to the vote does. */
  votes: z.array(OwnVote),
  stretch: Stretch,
  upTo: Seq,
})
export type VisitorTranscript = z.infer<typeof VisitorTranscript>

/** The mood after one visitor message and what moved it, in points of the score. */
export const MoodMark = MoodReading.omit({ history: true }).extend({
  messageId: Id,
  why: z.array(z.object({ cue: z.string(), points: z.number() })),
})
export type MoodMark = z.infer<typeof MoodMark>

export const Transcript = z.object({
  conversation: Conversation,
  messages: z.array(Message),
  whispers: z.array(Whisper),
  briefs: z.array(Brief),
  inquiries: z.array(Inquiry),
  hold: Hold.nullable(),
  cuts: z.array(Cut),
  failures: z.array(Failure),
  moods: z.array(MoodMark),
  verdicts: z.array(RecordedAssessment),
  escalations: z.array(Escalation),
  /** What was taught here, as the log tells it. */
  lessons: z.array(Lesson),
  corrections: z.array(Correction),
  /** In the order in which they were given. */
  ratings: z.array(Rating),
  notes: z.array(Note),
  /** What operators wrote to each other in the thread of the ticket. */
  comments: z.array(Comment),
  ticketMarks: z.array(TicketMark),
  stretch: Stretch,
  upTo: Seq,
})
export type Transcript = z.infer<typeof Transcript>

/** One layer of what entered the prompt of an AI message, in the order of authority. */
export const PromptLayer = z.object({
  /** 1 to 10 went into the prompt; 11 is what the model thought. */
  layer: z.int().min(1).max(11),
  name: z.string(),
  items: z.array(z.object({ kind: z.string(), id: z.string().nullable(), text: z.string() })),
})
export type PromptLayer = z.infer<typeof PromptLayer>

export const Article = z.object({
  id: Id,
  title: z.string(),
  body: z.string(),
  url: z.string().nullable(),
  changedAt: Time,
})
export type Article = z.infer<typeof Article>

export const Agent = AgentFace.extend({
  greeting: z.string(),
  suggestions: z.array(z.string()),
  instructions: z.string(),
  goal: z.string(),
  idealCustomer: z.string(),
  boundaries: z.string(),
  escalation: EscalationSettings,
  sending: Sending,
  /** What it is there for, in a few words that visitors see: "Orders and returns". */
  role: z.string(),
  /** Drawn where there is no picture; "" for a spark. */
  initials: z.string(),
  image: z.string().nullable(),
  style: AgentStyle,
  /** The model it was given; "" for that of the workspace. */
  model: z.string(),
  /** The model that really answers: that of the workspace, too, where the one it was given is set up no more. */
  answersWith: z.string(),
  on: z.boolean(),
  /** Answers where no rule says otherwise. Exactly one does. */
  isDefault: z.boolean(),
  archivedAt: Time.nullable(),
})
export type Agent = z.infer<typeof Agent>
