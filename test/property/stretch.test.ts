import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createStore } from '../../client/store.ts'
import { loadOlder } from '../../client/older.ts'
import { seed, sized } from '../size.ts'
import { applyToTranscript, applyToVisitorTranscript } from '../../protocol/apply.ts'
import type { Conversation, Message, Transcript, VisitorTranscript } from '../../protocol/entities.ts'
import type { StoredEvent } from '../../protocol/events.ts'
import { cutTranscript, cutVisitorTranscript } from '../../protocol/stretch.ts'

const all = { entries: 10_000, characters: 100_000_000 }

/** What happens, one after the other: a message or a whisper of some length, or something about an earlier message. */
const happening = fc.oneof(
  { weight: 5, arbitrary: fc.record({ what: fc.constantFrom('say', 'whisper'), length: fc.nat(60) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constantFrom('edit', 'withdraw'), length: fc.nat(60) }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constantFrom('rate', 'mood', 'page'), length: fc.nat(9) }) },
)
type Happening = { what: string; length: number }
const ceiling = fc.record({ entries: fc.integer({ min: 1, max: 8 }), characters: fc.integer({ min: 1, max: 150 }) })
const times = { seed, numRuns: sized({ little: 200, short: 500, full: 5_000 }) }

test('what is shown of a conversation that goes on is what is cut out of it as it stands', () =>
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 40 }), ceiling, (script, ceiling) => {
      const log = logOf(script)
      const stretch = { ...ceiling, from: 0 }
      const end = <T extends { stretch: object }>(picture: T): T => ({ ...picture, stretch })
      assert.deepEqual(
        log.reduce(applyToTranscript, end(nothing)),
        cutTranscript(end(log.reduce(applyToTranscript, nothing))),
      )
      assert.deepEqual(
        log.reduce(applyToVisitorTranscript, end(nothingSeen)),
        cutVisitorTranscript(end(log.reduce(applyToVisitorTranscript, nothingSeen))),
      )
    }),
    times,
  ))

test('stretch by stretch the whole conversation is read, while it goes on', () =>
  fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 40 }), ceiling, async (script, ceiling) => {
      const log = logOf(script)
      const stretch = { ...ceiling, from: 0 }
      let at = Math.floor(log.length / 2)
      const told = () => log.slice(0, at)
      const shown = createStore<Transcript | null>(told().reduce(applyToTranscript, { ...nothing, stretch }))
      const ask = async (before: number): Promise<Transcript> => {
        const now = told().reduce(applyToTranscript, nothing)
        const standing = <E extends { seq: number }>(entries: E[]) => entries.filter(({ seq }) => seq < before)
        return cutTranscript({
          ...now,
          messages: standing(now.messages),
          whispers: standing(now.whispers),
          stretch,
        })
      }
      while (shown.get()!.stretch.from) {
        await loadOlder(shown, ask)
        const news = log.slice(at, at + 2)
        at += news.length
        shown.set((before) => news.reduce(applyToTranscript, before!))
      }
      const whole = told().reduce(applyToTranscript, nothing)
      const { messages, whispers } = shown.get()!
      assert.deepEqual({ messages, whispers }, { messages: whole.messages, whispers: whole.whispers })
      assert.deepEqual(new Set(shown.get()!.ratings), new Set(whole.ratings))
    }),
    times,
  ))

const nothing = {
  conversation: { id: 'chat-1234', seq: 0, ratings: { up: 0, down: 0 }, operators: [] } as unknown as Conversation,
  messages: [],
  whispers: [],
  briefs: [],
  inquiries: [],
  hold: null,
  cuts: [],
  failures: [],
  moods: [],
  verdicts: [],
  escalations: [],
  lessons: [],
  corrections: [],
  ratings: [],
  notes: [],
  comments: [],
  ticketMarks: [],
  stretch: { ...all, from: 0 },
  upTo: 0,
} satisfies Transcript
const nothingSeen = {
  conversation: { id: 'chat-1234' } as VisitorTranscript['conversation'],
  messages: [],
  votes: [],
  stretch: { ...all, from: 0 },
  upTo: 0,
} satisfies VisitorTranscript

function logOf(script: Happening[]): StoredEvent[] {
  const said: Message[] = []
  return script.map(({ what, length }, place) => {
    const seq = place + 1
    const event = { conversationId: 'chat-1234', seq, at: seq, actor: { kind: 'operator', id: 'ada' } }
    const { type, payload } = eventOf(what, length, seq, said)
    return { ...event, type, payload } as StoredEvent
  })
}

const ada = { id: 'ada', name: 'Ada', image: null }

function eventOf(what: string, length: number, seq: number, said: Message[]): { type: string; payload: object } {
  const text = 'x'.repeat(length)
  const about = said.at(-1 - (length % 3))
  if (what === 'whisper')
    return { type: 'whisper.sent', payload: { whisper: { id: `whisper-${seq}`, seq, at: seq, by: ada, text } } }
  if (what === 'page' || (what !== 'say' && !about))
    return { type: 'presence.changed', payload: { presence: 'idle', at: seq } }
  const { id, seq: of } = about ?? { id: '', seq: 0 }
  switch (what) {
    case 'edit':
      return { type: 'message.edited', payload: { id, seq: of, text, at: seq } }
    case 'withdraw':
      return { type: 'message.withdrawn', payload: { id, seq: of, at: seq, waitingSince: null } }
    case 'rate': {
      const rating = { messageId: id, by: ada, vote: 'up', reason: null, comment: '', seq, at: seq }
      return { type: 'message.rated', payload: { rating, ratings: { up: 1, down: 0 } } }
    }
    case 'mood':
      return { type: 'mood.changed', payload: { reading: {}, mark: { messageId: id, score: seq } } }
  }
  const message = {
    id: `message-${seq}`,
    seq,
    at: seq,
    from: 'operator',
    author: ada,
    text,
    sources: [],
    run: null,
  }
  said.push(message as unknown as Message)
  return { type: 'message.posted', payload: { message } }
}
