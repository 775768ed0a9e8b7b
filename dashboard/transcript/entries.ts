import type { Cut, Failure, Message, MoodMark, Transcript, Whisper } from '../../protocol/entities.ts'

/** What stands in a transcript, in the order of the log. `first` begins a turn of the same speaker; `day` begins a day. */
export type Entry = { key: string; seq: number; at: number; day: boolean } & (
  | { kind: 'message'; message: Message; first: boolean; mood: MoodMark | null }
  | { kind: 'whisper'; whisper: Whisper }
  | { kind: 'cut'; cut: Cut }
  | { kind: 'failure'; failure: Failure }
)

const sameTurn = 5 * 60_000

/** A message that was sent from here takes the place of its pending copy: both have the same key. */
export function entriesOf(transcript: Transcript): Entry[] {
  const moods = new Map(transcript.moods.map((mark) => [mark.messageId, mark]))
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
    })),
    ...transcript.whispers.map((whisper) => ({ kind: 'whisper' as const, key: whisper.id, seq: whisper.seq, at: whisper.at, day: false, whisper })),
    ...transcript.cuts.map((cut) => ({ kind: 'cut' as const, key: `cut-${cut.run}`, seq: cut.seq, at: cut.at, day: false, cut })),
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
