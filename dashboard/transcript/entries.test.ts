import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Message, Transcript, Whisper } from '../../protocol/entities.ts'
import { entriesOf } from './entries.ts'

const noon = new Date(2026, 2, 3, 12).getTime()
const said = (seq: number, from: Message['from'], at = noon): Message => ({
  id: `message-${seq}`,
  seq,
  at,
  from,
  author: null,
  text: 'words',
  sources: [],
  run: null,
})
const whispered = (seq: number): Whisper => ({
  id: `whisper-${seq}`,
  seq,
  at: noon,
  by: { id: 'sarah', name: 'Sarah', image: null },
  text: 'ask for the order number',
  state: 'waiting',
  messageId: null,
  settledAt: null,
  must: false,
  receipt: null,
})
const transcript = (part: Partial<Transcript>) =>
  ({
    messages: [],
    whispers: [],
    briefs: [],
    inquiries: [],
    cuts: [],
    failures: [],
    moods: [],
    lessons: [],
    corrections: [],
    ratings: [],
    verdicts: [],
    escalations: [],
    comments: [],
    ticketMarks: [],
    stretch: { from: 0, entries: 100, characters: 100_000 },
    upTo: 9,
    ...part,
  }) as unknown as Transcript

test('a whisper stands between the messages it was written between', () => {
  const entries = entriesOf(transcript({ messages: [said(2, 'visitor'), said(5, 'ai')], whispers: [whispered(3)] }))
  assert.deepEqual(
    entries.map(({ key }) => key),
    ['message-2', 'whisper-3', 'message-5'],
  )
})

test('two messages of one speaker make one turn, until somebody else or some time comes between', () => {
  const later = noon + 6 * 60_000
  const entries = entriesOf(
    transcript({
      messages: [
        said(1, 'visitor'),
        said(2, 'visitor'),
        said(3, 'ai'),
        said(4, 'visitor'),
        said(5, 'visitor', later),
      ],
    }),
  )
  assert.deepEqual(
    entries.map((entry) => entry.kind === 'message' && entry.first),
    [true, false, true, true, true],
  )
})

test('a new day is marked at its first entry', () => {
  const tomorrow = noon + 86_400_000
  const entries = entriesOf(
    transcript({ messages: [said(1, 'visitor'), said(2, 'visitor', tomorrow), said(3, 'visitor', tomorrow)] }),
  )
  assert.deepEqual(
    entries.map(({ day }) => day),
    [true, true, false],
  )
})
