import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MoodReading, Ticket } from '../../protocol/entities.ts'
import type { Vote } from '../../protocol/review/shapes.ts'
import { decideOutcome } from './outcome.ts'

const calm: MoodReading = { mood: 'neutral', score: 0, history: [] }
const never = { ticket: null, humanRequestedAt: null, completedAt: null, mood: calm, unsure: [] as string[] }
const ticket = { id: 'ticket-1', number: 7, openedAt: 100 } as Ticket

/** Lines are written "visitor: …" and "ai: …"; the vote is on the last one. */
function outcome(
  lines: string[],
  vote: Vote | null = null,
  known: Partial<typeof never> | { ticket: Ticket; completedAt: number | null } = {},
) {
  const messages = lines.map((line, index) => ({
    id: `m-${index}`,
    from: line.split(':')[0]!,
    text: line.slice(line.indexOf(':') + 1).trim(),
  }))
  return decideOutcome({ ...never, ...known }, messages, new Map(vote ? [[`m-${lines.length - 1}`, vote]] : []))
    .kind
}

test('Resolved: the visitor said so, thumbed up the last answer, or thanked and left', () => {
  assert.equal(outcome(['visitor: Where is it?', 'ai: Here.', 'visitor: That solved it']), 'resolved')
  assert.equal(outcome(['visitor: Where is it?', 'ai: Here.'], 'up'), 'resolved')
  assert.equal(
    outcome(['visitor: Where is it?', 'ai: Here.', 'visitor: Thanks!', 'ai: You are welcome.']),
    'resolved',
  )
  assert.equal(
    outcome(['visitor: Where is it?', 'ai: Here. Anything else?', "visitor: No, that's all, thank you"]),
    'resolved',
  )
})

test('silence after an answer is Answered, unless the answer was unsure, only asked back, or left somebody angry', () => {
  const silent = ['visitor: Where is it?', 'ai: Here. Anything else?']
  assert.equal(outcome(silent), 'answered')
  assert.equal(outcome(['visitor: Where is it?', 'operator: On its way.']), 'answered')
  assert.equal(outcome(silent, null, { unsure: ['m-1'] }), 'abandoned')
  assert.equal(outcome(['visitor: Where is it?', 'ai: Which order do you mean?']), 'abandoned')
  for (const mood of ['angry', 'frustrated'])
    assert.equal(outcome(silent, null, { mood: { ...calm, mood, score: -0.6 } as never }), 'abandoned')
})

test('a question left open, a thumb down or bitter thanks are Abandoned', () => {
  assert.equal(outcome(['visitor: Where is it?', 'ai: Here.', 'visitor: Where exactly?']), 'abandoned')
  assert.equal(outcome(['visitor: Thanks', 'ai: You are welcome.'], 'down'), 'abandoned')
  assert.equal(outcome(['visitor: Where is it?', 'ai: I cannot say.', 'visitor: Thanks for nothing']), 'abandoned')
  assert.equal(
    outcome(['visitor: Where is it?', 'ai: Here.', 'visitor: thanks, but it still does not work']),
    'abandoned',
  )
  assert.equal(
    outcome(['visitor: Where is it?', 'ai: Here.', 'visitor: Great. Just great.'], null, {
      mood: { ...calm, mood: 'angry', score: -0.9 } as never,
    }),
    'abandoned',
  )
})

test('a thumb up on an answer that a further question followed is no ending', () => {
  const messages = [
    { id: 'a', from: 'visitor', text: 'Where?' },
    { id: 'b', from: 'ai', text: 'Here.' },
    { id: 'c', from: 'visitor', text: 'And when?' },
  ]
  assert.equal(decideOutcome(never, messages, new Map([['b', 'up']])).kind, 'abandoned')
})

test('Escalated: a ticket or a person, but not a ticket made of the finished transcript', () => {
  assert.equal(outcome(['visitor: Where is it?'], null, { ticket, completedAt: null }), 'escalated')
  assert.equal(outcome(['visitor: Where is it?', 'ai: Here.'], null, { ticket, completedAt: 50 }), 'answered')
})

test('No question: nothing was ever written by the visitor', () => {
  assert.equal(outcome([]), 'no_question')
  assert.equal(outcome(['ai: Hello']), 'no_question')
})
