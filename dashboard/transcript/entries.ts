import type {
  Brief,
  Inquiry,
  Cut,
  Failure,
  Message,
  MoodMark,
  Transcript,
  Whisper,
} from '../../protocol/entities.ts'
import type { Escalation, RecordedAssessment } from '../../protocol/agents/escalation.ts'
import type { Correction, Lesson } from '../../protocol/teaching/shapes.ts'
import type { Rating } from '../../protocol/review/shapes.ts'
import type { Comment, TicketMark } from '../../protocol/tickets/shapes.ts'
import { changesOf } from '../tickets/mark.ts'

/** What stands in a transcript, in the order of the log. `first` begins a turn of the same speaker; `day` begins a day. */
export type Entry = { key: string; seq: number; at: number; day: boolean } & (
  | {
      kind: 'message'
      message: Message
      first: boolean
      mood: MoodMark | null
      ratings: Rating[]
      correction: Correction | null
      verdict: RecordedAssessment | null
    }
  | { kind: 'whisper'; whisper: Whisper; lesson: Lesson | null; repeated: boolean }
  | { kind: 'brief'; brief: Brief }
  | { kind: 'inquiry'; inquiry: Inquiry }
  | { kind: 'cut'; cut: Cut }
  | { kind: 'failure'; failure: Failure }
  | { kind: 'escalation'; escalation: Escalation }
  | { kind: 'comment'; comment: Comment }
  | { kind: 'ticket'; mark: TicketMark; changes: string }
)

/** The same empty list each time: what did not change is not drawn again. */
const none: Rating[] = []
const sameTurn = 5 * 60_000

/** A message that was sent from here takes the place of its pending copy: both have the same key. */
export function entriesOf(transcript: Transcript): Entry[] {
  const moods = new Map(transcript.moods.map((mark) => [mark.messageId, mark]))
  const ratings = Map.groupBy(transcript.ratings, ({ messageId }) => messageId)
  const corrections = new Map(transcript.corrections.map((correction) => [correction.messageId, correction]))
  const verdicts = new Map(transcript.verdicts.map((verdict) => [verdict.messageId, verdict]))
  const musts = transcript.whispers.filter(({ must, state }) => must && state !== 'withdrawn')
  const lessons = new Map(transcript.lessons.map((lesson) => [lesson.origin?.whisperId, lesson]))
  const entries: Entry[] = [
    ...transcript.messages.map((message) => ({
      kind: 'message' as const,
      key: message.id,
      seq: message.seq,
      at: message.at,
      day: false,
      first: true,
      message,
      mood: moods.get(message.id) ?? null,
      ratings: ratings.get(message.id) ?? none,
      correction: corrections.get(message.id) ?? null,
      verdict: verdicts.get(message.id) ?? null,
    })),
    ...transcript.whispers.map((whisper) => ({
      kind: 'whisper' as const,
      key: whisper.id,
      seq: whisper.seq,
      at: whisper.at,
      day: false,
      whisper,
      lesson: lessons.get(whisper.id) ?? null,
      repeated: musts.some(({ seq, text }) => seq > whisper.seq && text === whisper.text),
    })),
    ...transcript.escalations.map((escalation) => ({
      kind: 'escalation' as const,
      key: `escalation-${escalation.seq}`,
      seq: escalation.seq,
      at: escalation.at,
      day: false,
      escalation,
    })),
    ...transcript.comments.map((comment) => ({
      kind: 'comment' as const,
      key: comment.id,
      seq: comment.seq,
      at: comment.at,
      day: false,
      comment,
    })),
    ...transcript.ticketMarks
      .map((mark, place) => ({
        kind: 'ticket' as const,
        key: `ticket-${mark.seq}`,
        seq: mark.seq,
        at: mark.at,
        day: false,
        mark,
        changes: changesOf(mark, transcript.ticketMarks[place - 1]),
      }))
      // The one before the first that is shown is there for what it says of that one.
      .filter(({ seq }) => seq >= transcript.stretch.from),
    ...transcript.briefs.map((brief) => ({
      kind: 'brief' as const,
      key: `brief-${brief.seq}`,
      seq: brief.seq,
      at: brief.at,
      day: false,
      brief,
    })),
    ...transcript.inquiries.map((inquiry) => ({
      kind: 'inquiry' as const,
      key: `inquiry-${inquiry.id}`,
      seq: inquiry.seq,
      at: inquiry.at,
      day: false,
      inquiry,
    })),
    ...transcript.cuts.map((cut) => ({
      kind: 'cut' as const,
      key: `cut-${cut.run}`,
      seq: cut.seq,
      at: cut.at,
      day: false,
      cut,
    })),
    ...transcript.failures.map((failure) => ({
      kind: 'failure' as const,
      key: `failure-${failure.run}-${failure.seq}`,
      seq: failure.seq,
      at: failure.at,
      day: false,
      failure,
    })),
  ]
  entries.sort((a, b) => a.seq - b.seq)
  entries.forEach((entry, place) => group(entry, entries[place - 1]))
  return entries
}

function group(entry: Entry, before: Entry | undefined): void {
  entry.day = !before || new Date(before.at).toDateString() !== new Date(entry.at).toDateString()
  if (entry.kind !== 'message' || entry.day || before?.kind !== 'message') return
  const [one, two] = [before.message, entry.message]
  entry.first = one.from !== two.from || one.author?.id !== two.author?.id || two.at - one.at > sameTurn
}
