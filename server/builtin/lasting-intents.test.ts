import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Turn } from '../models/model.ts'
import { intentsFor } from './lasting-intents.ts'
import { nothingTaught } from '../teaching/read-taught.ts'

interface Told {
  guidance?: string
  whisper?: string
  lesson?: string
  boundaries?: string
  said?: string
}

/** What is done about a question when this much was told. */
function intents(question: string, { guidance, whisper, lesson, boundaries = '', said = '' }: Told) {
  const turn = {
    agent: { id: 'agent-nora', name: 'Nora', instructions: '', goal: '', idealCustomer: '', boundaries },
    history: [{ id: 'message-1', from: 'ai', author: null, text: said, at: 0 }],
    whispers: whisper ? [{ id: 'whisper-1', by: 'Ada', text: whisper }] : [],
    taught: {
      ...nothingTaught,
      guidance: guidance ? [{ id: 'guidance-1', text: guidance }] : [],
      lessons: lesson ? [{ id: 'lesson-1', by: 'Ada', text: lesson, scope: 'everyone', changedAt: 0 }] : [],
    },
  } as unknown as Turn
  return intentsFor(turn, question).map((intent) => {
    if ('words' in intent) return intent.words
    return 'about' in intent ? `${intent.kind} ${intent.about}` : intent.kind
  })
}

test('lasting news is told to whoever asks about it, and to nobody else', () => {
  const lesson = 'Tell them that shipping to Norway takes ten days'
  assert.deepEqual(intents('How long is shipping to Norway?', { lesson }), ['Shipping to Norway takes ten days.'])
  assert.deepEqual(intents('Hello', { lesson }), [])
  assert.deepEqual(intents('Is the grinder broken?', { lesson }), [])
})

test('what was said in this conversation already is not said again', () => {
  assert.deepEqual(
    intents('How long is shipping to Norway?', {
      lesson: 'Tell them that shipping to Norway takes ten days',
      said: 'Shipping to Norway takes ten days. Anything else?',
    }),
    [],
  )
})

test('what is to be avoided, and brevity, last for every question, wherever they were told', () => {
  for (const place of ['guidance', 'lesson', 'boundaries', 'whisper'] as const) {
    assert.deepEqual(intents('Hello', { [place]: 'Never mention the lottery' }), ['avoid lottery'])
    assert.deepEqual(intents('Hello', { [place]: 'Keep it short' }), ['shorter'])
  }
})

test("guidance outranks inbox training, and inbox training outranks the agent's boundaries", () => {
  const whisper = 'Tell them that the lottery is on Friday'
  assert.deepEqual(intents('Hello', { guidance: 'Never mention the lottery', whisper }), ['avoid lottery'])
  assert.deepEqual(intents('Hello', { boundaries: 'Never mention the lottery', whisper }), [
    'The lottery is on Friday.',
    'avoid lottery',
  ])
})

test('guidance in prose is no order to say it aloud', () => {
  assert.deepEqual(intents('Hello', { guidance: 'Tell them that we are the best. Ask for the order number' }), [])
})
