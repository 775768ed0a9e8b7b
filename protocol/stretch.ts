import type { Transcript, VisitorTranscript } from './entities.ts'

/**
 * A transcript shows a stretch of its conversation: the newest entries, of which there can be no more than its ceiling says. What is older is asked for in
 * stretches of its own. The same code cuts in the server, which reads the newest, and in browsers, which add to what they have. No schema library here.
 */

export const usualStretch = { entries: 100, characters: 100_000 }

/** Longer than what is edited can become. */
const longestEdited = 10_000

type Entry = { seq: number } & Partial<
  Record<'text' | 'reason', string> & Record<'editedAt' | 'withdrawnAt', number>
>

/** What was changed counts as the longest that it can be: so no change makes room for what was left out already. */
const sizeOf = ({ text, reason, editedAt, withdrawnAt }: Entry) =>
  (editedAt ?? withdrawnAt) ? longestEdited : (text ?? reason ?? '').length

/** Where the longest stretch that fits begins. The newest entry fits always. */
function beginningOf(inOrder: Entry[], { entries, characters }: Transcript['stretch']): number {
  let first = inOrder.length
  let room = characters
  while (first > 0 && inOrder.length - first < entries) {
    room -= sizeOf(inOrder[first - 1]!)
    if (room < 0 && first < inOrder.length) break
    first--
  }
  return first
}

export function cutVisitorTranscript(transcript: VisitorTranscript): VisitorTranscript {
  const first = beginningOf(transcript.messages, transcript.stretch)
  if (!first) return transcript
  const messages = transcript.messages.slice(first)
  return {
    ...transcript,
    messages,
    votes: transcript.votes.filter(({ messageId }) => messages.some(({ id }) => id === messageId)),
    stretch: { ...transcript.stretch, from: messages[0]!.seq },
  }
}

/** What stands in a transcript by a place of its own in the log. */
const entryKinds = [
  'messages',
  'whispers',
  'briefs',
  'inquiries',
  'cuts',
  'failures',
  'escalations',
  'comments',
  'ticketMarks',
] as const

export function cutTranscript(transcript: Transcript): Transcript {
  const entries = entryKinds.flatMap((kind): Entry[] => transcript[kind]).sort((a, b) => a.seq - b.seq)
  const first = beginningOf(entries, transcript.stretch)
  const from = first ? entries[first]!.seq : transcript.stretch.from
  return from ? since(transcript, from) : transcript
}

function since(transcript: Transcript, from: number): Transcript {
  const stands = ({ seq }: { seq: number }) => seq >= from
  return withAttached({
    ...transcript,
    messages: transcript.messages.filter(stands),
    whispers: transcript.whispers.filter(stands),
    briefs: transcript.briefs.filter(stands),
    inquiries: transcript.inquiries.filter(stands),
    cuts: transcript.cuts.filter(stands),
    failures: transcript.failures.filter(stands),
    escalations: transcript.escalations.filter(stands),
    comments: transcript.comments.filter(stands),
    // One more: what a mark changed is told by the one before it.
    ticketMarks: transcript.ticketMarks.slice(
      Math.max(
        0,
        transcript.ticketMarks.findLastIndex((mark) => !stands(mark)),
      ),
    ),
    stretch: { ...transcript.stretch, from },
  })
}

/** Only what belongs to a message or a whisper that is shown. */
export function withAttached(transcript: Transcript): Transcript {
  const messages = new Set(transcript.messages.map(({ id }) => id))
  const whispers = new Set(transcript.whispers.map(({ id }) => id))
  const isShown = ({ messageId }: { messageId: string | null }) => messageId === null || messages.has(messageId)
  return {
    ...transcript,
    moods: transcript.moods.filter(isShown),
    verdicts: transcript.verdicts.filter(isShown),
    ratings: transcript.ratings.filter(isShown),
    corrections: transcript.corrections.filter(isShown),
    lessons: transcript.lessons.filter(({ origin }) => !origin || whispers.has(origin.whisperId)),
  }
}
