import { z } from 'zod'
import {
  Brief,
  Control,
  Conversation,
  Cut,
  Ending,
  Failure,
  Hold,
  Id,
  Inquiry,
  Message,
  Mood,
  MoodMark,
  MoodReading,
  Outcome,
  Page,
  Person,
  Presence,
  Seq,
  Time,
  Visitor,
  Whisper,
} from './entities.ts'
import { Escalation, Receipt, RecordedAssessment } from './agents/escalation.ts'
import { Note, RatingCount, Rating, Reviewed, Score } from './review/shapes.ts'
import { maxPreviewLength } from './people/shapes.ts'
import { ShutOut, ShutOutWhom } from './people/shut-outs.ts'
import { Correction, Lesson } from './teaching/shapes.ts'
import { Comment, ticketNews } from './tickets/shapes.ts'

/** Who may read an event. Too many is a leak, too few is a stale screen; so it is declared here, once, and nowhere decided again. */
export type Audience = 'everyone' | 'operators'

/** `stored` events are in the log and have a `seq`; `ephemeral` ones are published once and never kept. */
type Keeping = 'stored' | 'ephemeral'

const event = <P extends z.ZodType, A extends Audience, K extends Keeping>(
  audience: A,
  keeping: K,
  says: string,
  payload: P,
) => ({
  audience,
  keeping,
  says,
  payload,
})

/** The vocabulary: everything that can happen in a conversation. */
export const vocabulary = {
  'conversation.started': event(
    'operators',
    'stored',
    'A visitor opened the widget, or a program brought a conversation in.',
    z.strictObject({ conversation: Conversation }),
  ),
  'message.posted': event(
    'everyone',
    'stored',
    'Somebody said something: visitor, AI, operator, or the server itself.',
    z.strictObject({ message: Message }),
  ),
  'message.edited': event(
    'everyone',
    'stored',
    'An operator changed the words of what they had just sent.',
    z.strictObject({ id: Id, seq: Seq, text: z.string(), at: Time }),
  ),
  'message.withdrawn': event(
    'everyone',
    'stored',
    'An operator took back what they had just sent; its words are gone from the log as well. `waitingSince`: since when the visitor waits now.',
    z.strictObject({ id: Id, seq: Seq, at: Time, waitingSince: Time.nullable() }),
  ),
  'takeover.began': event(
    'everyone',
    'stored',
    'An operator took the pen. No AI word follows.',
    z.strictObject({ control: Control }),
  ),
  'takeover.ended': event(
    'everyone',
    'stored',
    'The operator gave the pen back to the AI.',
    z.strictObject({ control: Control }),
  ),
  'human.requested': event(
    'everyone',
    'stored',
    'A person was asked for, by the visitor or by the AI.',
    z.strictObject({ at: Time }),
  ),
  'messages.seen': event(
    'everyone',
    'stored',
    'The visitor, or the operator who has the pen, has read what the other one wrote up to there.',
    z.strictObject({ by: z.enum(['visitor', 'operator']), upTo: Seq, at: Time }),
  ),
  'absence.changed': event(
    'operators',
    'stored',
    'The visitor waits for an operator who is away, and was told when to expect an answer; null: that operator is back.',
    z.strictObject({ absence: z.object({ at: Time, operator: Person }).nullable() }),
  ),
  'conversation.completed': event('everyone', 'stored', 'The conversation is over.', z.strictObject({ at: Time })),
  'conversation.reopened': event(
    'everyone',
    'stored',
    'The visitor wrote again under what a person answered: the thread goes on, with that person.',
    z.strictObject({ at: Time }),
  ),

  'outcome.decided': event(
    'operators',
    'stored',
    'How it ended, with the evidence.',
    z.strictObject({ endedHow: Ending, outcome: Outcome }),
  ),
  'outcome.overruled': event(
    'operators',
    'stored',
    'An operator decided otherwise than the rule, or let the rule hold again.',
    z.strictObject({ outcome: Outcome }),
  ),
  'score.computed': event(
    'operators',
    'stored',
    'The AI score after the end, and after everything that moved it since.',
    z.strictObject({ score: Score.nullable() }),
  ),
  'message.rated': event(
    'operators',
    'stored',
    'Somebody thumbed an AI message up or down, and how many thumbs there are now.',
    z.strictObject({ rating: Rating, ratings: RatingCount }),
  ),
  'rating.cleared': event(
    'operators',
    'stored',
    'Somebody took their vote back; `by` is null for the visitor.',
    z.strictObject({ messageId: Id, by: Person.nullable(), ratings: RatingCount }),
  ),
  'note.written': event(
    'operators',
    'stored',
    'An operator wrote a note on the conversation; without text it was removed.',
    z.strictObject({ note: Note }),
  ),
  'conversation.reviewed': event(
    'operators',
    'stored',
    'Marked as reviewed, or the mark taken away.',
    z.strictObject({ reviewed: Reviewed.nullable() }),
  ),
  'visitor.identified': event(
    'operators',
    'stored',
    'We learned who the visitor is.',
    z.strictObject({ visitor: Visitor }),
  ),
  'context.changed': event(
    'operators',
    'stored',
    'The site told something new of its visitor: which traits or context entries, by key.',
    z.strictObject({ of: z.enum(['contact', 'company', 'context']), keys: z.array(z.string()), at: Time }),
  ),
  'visitor.shut_out': event(
    'operators',
    'stored',
    'An operator shut the visitor, or their network, out of the chat; `reason` stands where it was decided.',
    z.strictObject({ shutOut: ShutOut }),
  ),
  'visitor.let_in': event(
    'operators',
    'stored',
    'Whoever was shut out from this conversation was let in again.',
    z.strictObject({ id: Id, whom: ShutOutWhom, at: Time }),
  ),
  'presence.changed': event(
    'operators',
    'stored',
    'The visitor became active, idle or gone.',
    z.strictObject({ presence: Presence, at: Time }),
  ),
  'page.changed': event(
    'operators',
    'stored',
    'The visitor moved to another page.',
    z.strictObject({ page: Page }),
  ),
  'mood.changed': event(
    'operators',
    'stored',
    'The running mood after a visitor message, and what moved it.',
    z.strictObject({ reading: MoodReading, mark: MoodMark }),
  ),
  'mood.judged': event(
    'operators',
    'stored',
    'An operator said what the mood was: `shown` is what the badge said.',
    z.strictObject({ messageId: Id, shown: Mood, mood: Mood, by: Person }),
  ),
  'topic.changed': event(
    'operators',
    'stored',
    'What the conversation is about now.',
    z.strictObject({ topic: z.string() }),
  ),
  'whisper.sent': event(
    'operators',
    'stored',
    'An operator told the AI something for its next reply.',
    z.strictObject({ whisper: Whisper }),
  ),
  'whisper.withdrawn': event(
    'operators',
    'stored',
    'A waiting whisper was taken back.',
    z.strictObject({ id: Id, at: Time }),
  ),
  'whisper.taken': event(
    'operators',
    'stored',
    'The reply that is now being shown was made with this whisper.',
    z.strictObject({ id: Id }),
  ),
  'whisper.released': event(
    'operators',
    'stored',
    'The reply never came; the whisper waits again.',
    z.strictObject({ id: Id }),
  ),
  'whisper.used': event(
    'operators',
    'stored',
    'This reply was made with the whisper.',
    z.strictObject({ id: Id, messageId: Id, at: Time }),
  ),
  'inquiry.opened': event(
    'operators',
    'stored',
    'An operator or the AI asked the team something about this conversation.',
    z.strictObject({ inquiry: Inquiry }),
  ),
  'inquiry.answered': event(
    'operators',
    'stored',
    'A colleague answered what the team was asked.',
    z.strictObject({ id: Id, answer: z.object({ by: Person, text: z.string(), at: Time }) }),
  ),
  'inquiry.expired': event('operators', 'stored', 'Nobody answered in time.', z.strictObject({ id: Id, at: Time })),
  'brief.written': event(
    'operators',
    'stored',
    'An operator wrote down what the AI is to know when it has the conversation again; without text it is to know nothing.',
    z.strictObject({ brief: Brief }),
  ),
  'lesson.saved': event(
    'operators',
    'stored',
    'A lesson was made of what an operator told the AI here.',
    z.strictObject({ lesson: Lesson }),
  ),
  'lesson.changed': event(
    'operators',
    'stored',
    'A lesson that was made here was edited, widened, switched, dropped or restored.',
    z.strictObject({ lesson: Lesson }),
  ),
  'correction.added': event(
    'operators',
    'stored',
    'An operator said what an AI message should have said.',
    z.strictObject({ correction: Correction }),
  ),
  'correction.changed': event(
    'operators',
    'stored',
    'A correction made here was edited, retired, restored, or told to the visitor.',
    z.strictObject({ correction: Correction }),
  ),
  'whisper.judged': event(
    'operators',
    'stored',
    'Whether the reply did what the whisper asked, with the sentence that shows it.',
    Receipt.extend({ id: Id }),
  ),
  'verdict.reached': event(
    'operators',
    'stored',
    'How sure an answer of the AI is, from 0 to 100.',
    RecordedAssessment,
  ),
  'conversation.escalated': event(
    'operators',
    'stored',
    'The AI called for a person by itself, and why.',
    Escalation,
  ),
  'reply.cut': event(
    'operators',
    'stored',
    'What the AI was saying when a person took the pen.',
    z.strictObject({ cut: Cut }),
  ),
  'hold.began': event(
    'operators',
    'stored',
    'The AI has written a reply that is not sent yet, and why.',
    z.strictObject({ hold: Hold }),
  ),
  'hold.extended': event(
    'operators',
    'stored',
    'An operator has begun to act on a held reply, which waits longer for it.',
    z.strictObject({ run: Id, dueAt: Time, by: Person }),
  ),
  'hold.ended': event(
    'operators',
    'stored',
    'released: it was sent, by an operator or because its time was up · edited: an operator sent other words in its place · dropped: something came that it did not know of.',
    z.strictObject({ run: Id, how: z.enum(['released', 'edited', 'dropped']), by: Person.nullable(), at: Time }),
  ),
  'run.failed': event(
    'operators',
    'stored',
    'The AI could not answer, and why.',
    z.strictObject({ failure: Failure }),
  ),
  'ticket.opened': event('operators', 'stored', 'The conversation became a ticket.', z.strictObject(ticketNews)),
  'ticket.changed': event(
    'operators',
    'stored',
    'Status, assignee, subject or fields of the ticket changed, or it was merged; `by` is the operator who did it.',
    z.strictObject(ticketNews),
  ),
  'comment.posted': event(
    'operators',
    'stored',
    'An operator wrote to colleagues in the thread of the ticket.',
    z.strictObject({ comment: Comment }),
  ),

  'reply.began': event(
    'everyone',
    'ephemeral',
    'The AI is thinking: show the typing bubble.',
    z.strictObject({ run: Id, attempt: Seq, epoch: Seq }),
  ),
  'reply.streamed': event(
    'everyone',
    'ephemeral',
    'More words of the running reply; `offset` is where they belong.',
    z.strictObject({ run: Id, attempt: Seq, epoch: Seq, offset: Seq, text: z.string() }),
  ),
  'reply.drafted': event(
    'operators',
    'ephemeral',
    'More words of a reply that the visitor does not see being written; `offset` is where they belong.',
    z.strictObject({ run: Id, attempt: Seq, epoch: Seq, offset: Seq, text: z.string() }),
  ),
  'reply.dropped': event(
    'everyone',
    'ephemeral',
    'The running reply will not be finished; forget its draft.',
    z.strictObject({ run: Id }),
  ),
  'typing.changed': event(
    'everyone',
    'ephemeral',
    'Visitor or operator is writing, or stopped.',
    z.strictObject({ who: z.enum(['visitor', 'operator']), name: z.string().nullable(), on: z.boolean() }),
  ),
  'preview.typed': event(
    'operators',
    'ephemeral',
    'What the visitor is typing, before it is sent; empty when there is nothing. Only where the workspace switched it on and the widget says so.',
    z.strictObject({ text: z.string().max(maxPreviewLength) }),
  ),
  'watchers.changed': event(
    'operators',
    'ephemeral',
    'Which operators have this transcript open.',
    z.strictObject({ watchers: z.array(Person) }),
  ),
} as const

type Vocabulary = typeof vocabulary
export type EventType = keyof Vocabulary
export type StoredType = { [T in EventType]: Vocabulary[T]['keeping'] extends 'stored' ? T : never }[EventType]
export type EphemeralType = Exclude<EventType, StoredType>
export type Payload<T extends EventType> = z.infer<Vocabulary[T]['payload']>

export const eventTypes = Object.keys(vocabulary) as EventType[]
export const storedTypes = eventTypes.filter((type): type is StoredType => vocabulary[type].keeping === 'stored')

/** Who did it. `id` is an operator's id, a visitor's id, an agent's id, the id of an API key, or null for the server itself. */
export const Actor = z.object({
  kind: z.enum(['visitor', 'operator', 'ai', 'system', 'key']),
  id: z.string().nullable(),
})
export type Actor = z.infer<typeof Actor>

/** One line of the log: `seq` has no gaps within a conversation. */
export type StoredEvent = {
  [T in StoredType]: { conversationId: Id; seq: number; at: number; actor: Actor; type: T; payload: Payload<T> }
}[StoredType]

/** Told once, never kept; a reader that misses it loses nothing that the log will not tell. */
export type EphemeralEvent = {
  [T in EphemeralType]: { conversationId: Id; type: T; payload: Payload<T> }
}[EphemeralType]

export type AnyEvent = StoredEvent | EphemeralEvent

/** True when a reader of this audience may see events of this type. Operators see everything. */
export function mayRead(audience: Audience, type: EventType): boolean {
  return audience === 'operators' || vocabulary[type].audience === 'everyone'
}
