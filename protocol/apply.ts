import { startOf } from './cut.ts'
import { cutTranscript, cutVisitorTranscript } from './stretch.ts'
import { reviewsOf, unreviewed, withCorrection, withOperator } from './review/apply.ts'
import { threadOf } from './tickets/apply.ts'
import { confidenceAfter, unanswered, unassessed, assessmentsOf } from './review/apply-assessment.ts'
import type { AnyEvent, EphemeralEvent, Payload, StoredEvent, StoredType } from './events.ts'
import type { Conversation, Inquiry, Message, Transcript, VisitorTranscript, Whisper } from './entities.ts'

/**
 * What an event does to a picture of the conversation. Pure: the same events give the same picture in the server's feed,
 * in the dashboard and in the widget. This file holds no schema library, so that the widget stays small.
 */

export const moodHistoryLength = 24
export const previewLength = 160

type ConversationEvent = Exclude<StoredEvent, { type: 'conversation.started' }>

/** The head of a conversation after one event. Operators' view: it is also a row of the Live Feed. */
export function applyToConversation(conversation: Conversation, event: StoredEvent): Conversation {
  if (event.seq <= conversation.seq) return conversation
  return { ...conversation, ...changeOf(conversation, event as ConversationEvent), seq: event.seq }
}

function changeOf(conversation: Conversation, event: StoredEvent): Partial<Conversation> {
  switch (event.type) {
    // Logs from before reviews existed begin without their fields.
    case 'conversation.started':
      return { ...unreviewed, ...unanswered, ...event.payload.conversation }
    case 'run.failed': {
      const { at, reason } = event.payload.failure
      return { failure: { at, reason } }
    }
    case 'message.posted':
      return {
        ...afterMessage(conversation, event.payload.message),
        ...(conversation.failure && isAnswer(event.payload.message) && { failure: null }),
        ...(event.payload.message.from === 'operator' && {
          ...withOperator(conversation, event.payload.message.author),
          ...attended(conversation),
        }),
      }
    case 'message.edited':
      return lastSaid(conversation, event.payload, event.payload.text)
    case 'message.withdrawn':
      return {
        ...lastSaid(conversation, event.payload, ''),
        waitingSince: conversation.status === 'live' ? event.payload.waitingSince : null,
      }
    case 'takeover.began':
      return {
        control: event.payload.control,
        ...withOperator(conversation, event.payload.control.operator),
        ...attended(conversation),
      }
    case 'whisper.sent':
      return withOperator(conversation, event.payload.whisper.by)
    // Whoever asked for a person had one; from here on it can be asked again.
    case 'takeover.ended':
      return {
        control: event.payload.control,
        humanRequestedAt: null,
        escalation: null,
        ...attended(conversation),
      }
    case 'messages.seen':
      return { seen: seenAfter(conversation, event.payload) }
    case 'inquiry.opened': {
      const { id, at, by, text } = event.payload.inquiry
      return { inquiry: { id, at, by, text } }
    }
    case 'inquiry.answered':
    case 'inquiry.expired':
      return conversation.inquiry?.id === event.payload.id ? { inquiry: null } : {}
    case 'hold.began': {
      const { run, at, reason, dueAt } = event.payload.hold
      return { hold: { run, at, reason, dueAt } }
    }
    case 'hold.extended':
      return conversation.hold ? { hold: { ...conversation.hold, dueAt: event.payload.dueAt } } : {}
    case 'hold.ended':
      return { hold: null }
    case 'absence.changed':
      return { absence: event.payload.absence }
    case 'human.requested':
      return { humanRequestedAt: event.payload.at }
    case 'conversation.completed':
      return { status: 'completed', completedAt: event.payload.at, waitingSince: null, presence: 'gone' }
    case 'conversation.reopened':
      return {
        status: 'live',
        completedAt: null,
        endedHow: null,
        outcome: null,
        score: null,
        presence: 'active',
        presenceAt: event.payload.at,
      }
    case 'outcome.decided':
      return event.payload
    case 'outcome.overruled':
      return { outcome: event.payload.outcome }
    case 'score.computed':
      return { score: event.payload.score }
    case 'message.rated':
    case 'rating.cleared':
      return { ratings: event.payload.ratings }
    case 'correction.added':
    case 'correction.changed':
      return withCorrection(conversation, event.payload.correction)
    case 'conversation.reviewed':
      return { reviewed: event.payload.reviewed }
    case 'visitor.identified':
      return { visitor: event.payload.visitor }
    case 'context.changed':
      return { visitor: { ...conversation.visitor, toldAt: event.payload.at } }
    case 'presence.changed':
      return { presence: event.payload.presence, presenceAt: event.payload.at }
    case 'page.changed':
      return { page: event.payload.page }
    case 'mood.changed':
      return { mood: event.payload.reading }
    case 'verdict.reached':
      return confidenceAfter(conversation, event.payload)
    case 'conversation.escalated':
      return {
        escalation: {
          at: event.payload.at,
          reason: event.payload.reason,
          priority: event.payload.priority,
          ...(event.payload.byVisitor && { byVisitor: true }),
        },
      }
    case 'topic.changed':
      return { topic: event.payload.topic }
    case 'ticket.opened':
    case 'ticket.changed':
      return { ticket: event.payload.ticket }
    default:
      return {}
  }
}

/** The latest message in other words; an earlier one does not stand in the head. */
const lastSaid = ({ lastMessage }: Conversation, { seq }: { seq: number }, text: string): Partial<Conversation> =>
  lastMessage?.seq === seq ? { lastMessage: { ...lastMessage, text: startOf(text, previewLength) } } : {}

/** What was said in other words, or taken back. */
function rewritten(
  messages: Message[],
  event: Extract<StoredEvent, { type: 'message.edited' | 'message.withdrawn' }>,
): Message[] {
  const { payload } = event
  const change =
    'text' in payload ? { text: payload.text, editedAt: payload.at } : { text: '', withdrawnAt: payload.at }
  return messages.map((message) => (message.id === payload.id ? { ...message, ...change } : message))
}

const seenAfter = (
  { seen }: Pick<Conversation, 'seen'>,
  { by, upTo }: Payload<'messages.seen'>,
): Conversation['seen'] => ({ visitor: 0, operator: 0, ...seen, [by]: upTo })

/** Somebody is there: nobody is missed any more. */
const attended = ({ absence }: Conversation): Partial<Conversation> => (absence ? { absence: null } : {})

const isAnswer = ({ from }: Message) => from === 'ai' || from === 'operator'

/** A visitor's message starts the wait, an answer ends it; a line of the server's own does neither. */
function afterMessage(before: Pick<Conversation, 'waitingSince' | 'lastMessage'>, message: Message) {
  if (message.from === 'system') return { lastMessage: before.lastMessage, waitingSince: before.waitingSince }
  return {
    lastMessage: {
      from: message.from,
      text: startOf(message.text, previewLength),
      at: message.at,
      seq: message.seq,
    },
    ...(message.from === 'visitor' && { lastWords: startOf(message.text, previewLength) }),
    waitingSince: message.from === 'visitor' ? (before.waitingSince ?? message.at) : null,
  }
}

/** The operators' transcript after one event. Events at or below `upTo` are already in it and change nothing. */
export function applyToTranscript(transcript: Transcript, event: StoredEvent): Transcript {
  if (event.seq <= transcript.upTo) return transcript
  const entries = entriesOf(transcript, event)
  const next = {
    ...transcript,
    ...entries,
    conversation: applyToConversation(transcript.conversation, event),
    upTo: event.seq,
  }
  return Object.keys(entries).length ? cutTranscript(next) : next
}

function entriesOf(transcript: Transcript, event: StoredEvent): Partial<Transcript> {
  switch (event.type) {
    case 'message.posted':
      return { messages: [...transcript.messages, event.payload.message] }
    case 'message.edited':
    case 'message.withdrawn':
      return { messages: rewritten(transcript.messages, event) }
    case 'whisper.sent':
      return { whispers: [...transcript.whispers, { ...unassessed, ...event.payload.whisper }] }
    case 'whisper.withdrawn':
      return settle(transcript, event.payload.id, { state: 'withdrawn', settledAt: event.payload.at })
    case 'whisper.taken':
      return settle(transcript, event.payload.id, { state: 'taken' })
    case 'whisper.released':
      return settle(transcript, event.payload.id, { state: 'waiting' })
    case 'whisper.used':
      return settle(transcript, event.payload.id, {
        state: 'used',
        messageId: event.payload.messageId,
        settledAt: event.payload.at,
      })
    case 'inquiry.opened':
      return { inquiries: [...transcript.inquiries, event.payload.inquiry] }
    case 'inquiry.answered':
      return asked(transcript, event.payload.id, { state: 'answered', answer: event.payload.answer })
    case 'inquiry.expired':
      return asked(transcript, event.payload.id, { state: 'expired' })
    case 'hold.began':
      return { hold: event.payload.hold }
    case 'hold.extended':
      return transcript.hold ? { hold: { ...transcript.hold, dueAt: event.payload.dueAt } } : {}
    case 'hold.ended':
      return { hold: null }
    case 'brief.written':
      return { briefs: [...transcript.briefs, event.payload.brief] }
    case 'lesson.saved':
      return { lessons: [...transcript.lessons, event.payload.lesson] }
    case 'lesson.changed':
      return { lessons: replaced(transcript.lessons, event.payload.lesson) }
    case 'correction.added':
      return { corrections: [...transcript.corrections, event.payload.correction] }
    case 'correction.changed':
      return { corrections: replaced(transcript.corrections, event.payload.correction) }
    case 'reply.cut':
      return { cuts: [...transcript.cuts, event.payload.cut] }
    case 'run.failed':
      return { failures: [...transcript.failures, event.payload.failure] }
    case 'mood.changed':
      return { moods: [...transcript.moods, event.payload.mark] }
    case 'verdict.reached':
    case 'conversation.escalated':
    case 'whisper.judged':
      return assessmentsOf(transcript, event)
    case 'ticket.opened':
    case 'ticket.changed':
    case 'comment.posted':
      return threadOf(transcript, event)
    default:
      return reviewsOf(transcript, event)
  }
}

function asked(transcript: Transcript, id: string, change: Partial<Inquiry>): Partial<Transcript> {
  return { inquiries: transcript.inquiries.map((each) => (each.id === id ? { ...each, ...change } : each)) }
}

function settle(transcript: Transcript, id: string, change: Partial<Whisper>): Partial<Transcript> {
  return {
    whispers: transcript.whispers.map((whisper) => (whisper.id === id ? { ...whisper, ...change } : whisper)),
  }
}

function replaced<T extends { id: string }>(all: T[], one: T): T[] {
  return all.map((each) => (each.id === one.id ? one : each))
}

/** The visitor's transcript after one event. Operators' events never get here; if one did, it would change nothing but `upTo`. */
export function applyToVisitorTranscript(transcript: VisitorTranscript, event: StoredEvent): VisitorTranscript {
  if (event.seq <= transcript.upTo) return transcript
  const { conversation, messages } = transcript
  switch (event.type) {
    case 'message.posted':
      return cutVisitorTranscript({
        ...transcript,
        messages: [...messages, event.payload.message],
        upTo: event.seq,
      })
    case 'message.edited':
    case 'message.withdrawn':
      return cutVisitorTranscript({ ...transcript, messages: rewritten(messages, event), upTo: event.seq })
    case 'takeover.began':
      return { ...transcript, conversation: { ...conversation, control: event.payload.control }, upTo: event.seq }
    case 'takeover.ended':
      return {
        ...transcript,
        conversation: { ...conversation, control: event.payload.control, humanRequestedAt: null },
        upTo: event.seq,
      }
    case 'messages.seen':
      return {
        ...transcript,
        conversation: { ...conversation, seen: seenAfter(conversation, event.payload) },
        upTo: event.seq,
      }
    case 'human.requested':
      return {
        ...transcript,
        conversation: { ...conversation, humanRequestedAt: event.payload.at },
        upTo: event.seq,
      }
    case 'conversation.completed':
      return {
        ...transcript,
        conversation: { ...conversation, status: 'completed', completedAt: event.payload.at },
        upTo: event.seq,
      }
    case 'conversation.reopened':
      return {
        ...transcript,
        conversation: { ...conversation, status: 'live', completedAt: null },
        upTo: event.seq,
      }
    default:
      return { ...transcript, upTo: event.seq }
  }
}

/** The reply that is being written right now: never stored, shown as it comes. `text` is empty while the AI thinks. */
interface Draft {
  run: string
  attempt: number
  epoch: number
  text: string
  /** The visitor sees that something is being written, and none of it. */
  unsaid?: boolean
}

export interface EphemeralState {
  draft: Draft | null
  typing: { who: 'visitor' | 'operator'; name: string | null } | null
  watchers: Payload<'watchers.changed'>['watchers']
  preview: string
}

export const noEphemeralState: EphemeralState = { draft: null, typing: null, watchers: [], preview: '' }

/** What is going on this second, after one more event. `epoch` is the conversation's: words of an older one are dropped. */
export function applyEphemeral(state: EphemeralState, event: AnyEvent, epoch: number): EphemeralState {
  switch (event.type) {
    case 'reply.began':
      return event.payload.epoch < epoch || isOutdated(state.draft, event.payload)
        ? state
        : { ...state, draft: { ...event.payload, text: '' } }
    case 'reply.streamed':
      return { ...state, draft: grow(state.draft, event.payload, epoch) }
    case 'reply.drafted': {
      const draft = grow(state.draft, event.payload, epoch)
      return { ...state, draft: draft && { ...draft, unsaid: true } }
    }
    case 'reply.dropped':
      return state.draft?.run === event.payload.run ? { ...state, draft: null } : state
    case 'typing.changed': {
      const { who, name, on } = event.payload
      if (on) return { ...state, typing: { who, name } }
      return state.typing?.who === who ? { ...state, typing: null } : state
    }
    case 'watchers.changed':
      return { ...state, watchers: event.payload.watchers }
    case 'preview.typed':
      return { ...state, preview: event.payload.text }
    case 'presence.changed':
      return event.payload.presence === 'gone' ? { ...state, preview: '' } : state
    case 'takeover.began':
      return { ...state, draft: null }
    case 'conversation.completed':
      return { ...state, draft: null, preview: '' }
    case 'message.posted':
      return afterPosted(state, event.payload.message)
    default:
      return state
  }
}

function grow(
  draft: Draft | null,
  words: Payload<'reply.streamed' | 'reply.drafted'>,
  epoch: number,
): Draft | null {
  if (words.epoch < epoch || isOutdated(draft, words)) return draft
  if (draft && (draft.run !== words.run || draft.attempt !== words.attempt)) draft = null
  const text = draft?.text ?? ''
  // A reader that came in mid-sentence waits for the finished message rather than show half a word.
  if (words.offset > text.length) return draft
  return {
    run: words.run,
    attempt: words.attempt,
    epoch: words.epoch,
    text: text.slice(0, words.offset) + words.text,
  }
}

/** Words of a process that lost the run to another one, which has begun it anew. */
const isOutdated = (draft: Draft | null, words: Pick<Draft, 'run' | 'attempt'>) =>
  draft !== null && draft.run === words.run && words.attempt < draft.attempt

function afterPosted(passing: EphemeralState, message: Message): EphemeralState {
  const draft = message.run && passing.draft?.run === message.run ? null : passing.draft
  const typing = passing.typing && passing.typing.who === message.from ? null : passing.typing
  return { ...passing, draft, typing, preview: message.from === 'visitor' ? '' : passing.preview }
}

export type { EphemeralEvent, StoredEvent, StoredType }
