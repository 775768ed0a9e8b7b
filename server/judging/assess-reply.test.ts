import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerable } from '../knowledge/search.ts'
import { fits } from '../agents/escalation.ts'
import type { Passage, Turn } from '../models/model.ts'
import { nothingTaught } from '../teaching/read-taught.ts'
import { type Taught } from '../models/taught-shape.ts'
import { assessReply } from './assess-reply.ts'

const passage = (score: number, articleId = 'article-1'): Passage => ({
  id: `${articleId}#1`,
  articleId,
  title: 'Shipping',
  heading: '',
  text: 'Parcels take days.',
  around: 'Parcels take days.',
  url: null,
  score,
})
const asks = (text: string, more: { taught?: Taught; whispers?: Turn['whispers'] } = {}): Turn =>
  ({
    agent: { id: 'agent-1', name: 'Nora', instructions: '', goal: '', idealCustomer: '', boundaries: '' },
    history: [{ id: 'message-1', from: 'visitor', author: null, text, at: 0 }],
    whispers: [],
    taught: nothingTaught,
    visitor: { name: null, email: null },
    page: null,
    passages: [],
    search: () => [],
    find: async () => [],
    mayEscalate: true,
    ...more,
  }) as Turn
const cites = { id: 'article-1', title: 'Shipping', url: null }
const confidence = (
  turn: Turn,
  text: string,
  passages: Passage[] = [],
  more: { human?: boolean; cited?: boolean } = {},
) =>
  assessReply(turn, { text, passages, sources: more.cited === false ? [] : [cites], human: more.human ?? false })
    .confidence

test('what can just be answered from is 50, a perfect passage 100, nothing 0', () => {
  const turn = asks('How long does shipping take?')
  assert.equal(confidence(turn, 'Days.', [passage(answerable)]), 50)
  assert.equal(confidence(turn, 'Days.', [passage(1)]), 100)
  assert.equal(confidence(turn, 'Days.', []), 0)
  const rising = [0.1, 0.2, answerable, 0.6, 0.9].map((score) => confidence(turn, 'Days.', [passage(score)]))
  assert.deepEqual(
    rising,
    rising.toSorted((a, b) => a - b),
  )
})

test('only what the reply rests on counts, where it says so', () => {
  const turn = asks('How long does shipping take?')
  assert.ok(confidence(turn, 'Days.', [passage(0.2), passage(1, 'article-2')]) < 50)
  assert.equal(confidence(turn, 'Days.', [passage(0.2), passage(1, 'article-2')], { cited: false }), 100)
})

test("an admission is low whatever was found; small talk, corrections and the operator's own words are not", () => {
  assert.equal(
    confidence(asks('Do you sell boats?'), "I can't find an answer to that in our articles.", [passage(0.9)]),
    15,
  )
  assert.equal(confidence(asks('Hello'), 'Hello. How can I help you?'), 90)
  assert.equal(confidence(asks('I want to talk to a human'), 'I will get one.', [], { human: true }), 80)
  const corrected = {
    ...nothingTaught,
    corrections: [
      {
        id: 'correction-1',
        by: 'Ada',
        question: 'Boats?',
        general: true,
        answer: 'We do.',
        band: 'sure' as const,
        changedAt: 0,
      },
    ],
  }
  assert.equal(confidence(asks('Do you sell boats?', { taught: corrected }), 'We do.'), 95)
  assert.equal(
    confidence(
      asks('Do you sell boats?', {
        whispers: [{ id: 'whisper-1', by: 'Ada', text: 'tell them we sell three boats' }],
      }),
      'We sell three boats.',
    ),
    75,
  )
})

test('filters read traits as text, and what is not there is only "is not"', () => {
  const traits = { plan: 'Pro', seats: 12, tags: ['Beta', 'EU'], verified: false, email: null }
  const holds = (key: string, operator: 'is' | 'is_not' | 'contains' | 'exists', value = '') =>
    fits([{ key, operator, value }], traits)
  assert.ok(holds('plan', 'is', ' pro ') && holds('seats', 'is', '12') && holds('verified', 'is', 'false'))
  assert.ok(holds('tags', 'contains', 'eu') && holds('plan', 'exists') && holds('plan', 'is_not', 'free'))
  assert.ok(
    !holds('email', 'exists') &&
      !holds('email', 'is', '') &&
      !holds('email', 'contains', '') &&
      holds('email', 'is_not', 'x@y'),
  )
  assert.ok(
    !fits(
      [
        { key: 'plan', operator: 'is', value: 'pro' },
        { key: 'seats', operator: 'is', value: '1' },
      ],
      traits,
    ),
    'all must hold',
  )
  assert.ok(fits([], {}))
})
