import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Message, VisitorTranscript } from '../protocol/entities.ts'
import { countUnread, positionOf, saidAfterEnd } from './seen.ts'

const said = (seq: number, from: Message['from']): Message => ({
  id: `message-${seq}`,
  seq,
  at: seq,
  from,
  author: null,
  text: 'x',
  sources: [],
  run: null,
})

function chat(id: string, messages: Message[], upTo: number): VisitorTranscript {
  const control = { holder: 'ai' as const, operator: null, epoch: 0, since: 0 }
  return {
    conversation: {
      id,
      agent: { id: 'agent-123', name: 'Nora' },
      status: 'live',
      openedAt: 0,
      completedAt: null,
      control,
      humanRequestedAt: null,
    },
    messages,
    votes: [],
    stretch: { from: 0, entries: 100, characters: 100_000 },
    upTo,
  }
}

test('what somebody else said since the last look is unread; my own words are not', () => {
  const seen = positionOf(chat('chat-one', [said(2, 'visitor')], 2))
  assert.equal(countUnread(chat('chat-one', [said(2, 'visitor'), said(3, 'visitor')], 3), seen), 0)
  assert.equal(countUnread(chat('chat-one', [said(2, 'visitor'), said(4, 'operator')], 4), seen), 1)
  assert.equal(
    countUnread(chat('chat-one', [said(2, 'visitor'), said(4, 'system')], 4), seen),
    1,
    'that somebody joined is news too',
  )
})

test('a new conversation counts from its own beginning', () => {
  const seen = positionOf(chat('chat-one', [], 40))
  assert.equal(countUnread(chat('chat-two', [said(2, 'ai')], 2), seen), 1)
  assert.equal(countUnread(chat('chat-two', [], 1), null), 0)
})

test('in a finished conversation only what was answered after its end is news', () => {
  const { conversation, ...rest } = chat('chat-one', [said(2, 'visitor'), said(3, 'ai'), said(9, 'operator')], 9)
  const over = { ...rest, conversation: { ...conversation, status: 'completed' as const, completedAt: 5 } }
  assert.equal(countUnread(saidAfterEnd(over), null), 1)
  assert.equal(countUnread(saidAfterEnd(over), positionOf(over)), 0)
  assert.equal(countUnread(saidAfterEnd({ ...over, messages: over.messages.slice(0, 2) }), null), 0)
})
