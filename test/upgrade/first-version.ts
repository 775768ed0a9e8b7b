import type { Kysely } from 'kysely'
import { up } from '../../server/db/migrations/0001-first.ts'

/** What the first Halo left behind: its tables, and in them two conversations exactly as it wrote them, one over and one live. */
export async function leaveFirstVersion(db: Kysely<any>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  await up(db, dialect)
  await db.schema
    .createTable('migrations')
    .addColumn('number', 'integer', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('applied_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.insertInto('migrations').values({ number: 1, name: 'first', applied_at: began }).execute()
  await db
    .insertInto('settings')
    .values([
      { key: 'widget_key', value: 'halo_firstwidgetkey' },
      { key: 'demo_knowledge', value: 'seeded' },
    ])
    .execute()
  await db
    .insertInto('agents')
    .values({
      id: 'agent-nora-1',
      name: 'Nora',
      greeting: 'Hi',
      suggestions: '[]',
      instructions: 'Be brief.',
      created_at: began,
    })
    .execute()
  await db
    .insertInto('articles')
    .values({
      id: 'article-refunds',
      title: 'Refunds',
      body: 'You can return anything within 30 days.',
      url: null,
      changed_at: began,
    })
    .execute()
  await db
    .insertInto('contacts')
    .values({
      id: 'contact-jane-1',
      user_id: 'u-jane',
      name: 'Jane Doe',
      email: 'jane@example.com',
      verified: 0,
      created_at: began,
      seen_at: began,
    })
    .execute()
  await db
    .insertInto('visitors')
    .values([
      { id: 'visitor-jane-1', contact_id: 'contact-jane-1', created_at: began },
      { id: 'visitor-anon-1', contact_id: null, created_at: began },
    ])
    .execute()
  await leaveOver(db)
  await leaveLive(db)
}

const began = Date.UTC(2026, 0, 5, 9)
const ada = { id: 'operator-ada', name: 'Ada', image: null }
const nora = { id: 'agent-nora-1', name: 'Nora' }
const jane = {
  id: 'visitor-jane-1',
  name: 'Jane Doe',
  email: 'jane@example.com',
  identified: true,
  verified: false,
}
const ticket = {
  id: 'ticket-jane-1',
  number: 1,
  conversationId: 'conversation-over',
  subject: 'refunds',
  status: 'resolved',
  assignee: ada,
  openedAt: began + 5000,
  changedAt: began + 9000,
}

function headAtFirst(id: string, visitor: object) {
  return {
    id,
    agent: nora,
    status: 'live',
    openedAt: began,
    completedAt: null,
    control: { holder: 'ai', operator: null, epoch: 0, since: began },
    humanRequestedAt: null,
    seq: 1,
    visitor,
    presence: 'active',
    presenceAt: began,
    page: { url: 'https://shop.test/', title: 'Shop' },
    mood: { mood: 'neutral', score: 0, history: [] },
    topic: null,
    lastMessage: null,
    waitingSince: null,
    ticket: null,
    endedHow: null,
    outcome: null,
  }
}

async function leaveOver(db: Kysely<any>): Promise<void> {
  const id = 'conversation-over'
  const message = (seq: number, from: string, text: string, more: object = {}) => ({
    id: `message-over-${seq}`,
    seq,
    at: began + seq * 1000,
    from,
    author: null,
    text,
    sources: [],
    run: null,
    ...more,
  })
  const question = message(2, 'visitor', 'Can I return a grinder?')
  const answer = message(4, 'ai', 'You can return anything within 30 days.', {
    run: 'run-over-1',
    sources: [{ id: 'article-refunds', title: 'Refunds', url: null }],
  })
  const reply = message(7, 'operator', 'Just send it back, Jane.', { author: ada })
  const whisper = {
    id: 'whisper-over-1',
    seq: 3,
    at: began + 3000,
    by: ada,
    text: 'Be generous',
    state: 'waiting',
    messageId: null,
    settledAt: null,
  }
  const taken = { holder: 'operator', operator: ada, epoch: 1, since: began + 6000 }
  const outcome = { kind: 'escalated', evidence: 'Ada took over.' }
  const events: [type: string, kind: string, payload: object][] = [
    [
      'conversation.started',
      'visitor',
      { conversation: headAtFirst(id, { ...jane, name: null, email: null, identified: false }) },
    ],
    ['message.posted', 'visitor', { message: question }],
    ['whisper.sent', 'operator', { whisper }],
    ['message.posted', 'ai', { message: answer }],
    ['visitor.identified', 'visitor', { visitor: jane }],
    ['takeover.began', 'operator', { control: taken }],
    ['message.posted', 'operator', { message: reply }],
    [
      'mood.changed',
      'system',
      {
        reading: { mood: 'happy', score: 0.5, history: [0, 0.5] },
        mark: { mood: 'happy', score: 0.5, messageId: question.id, why: [] },
      },
    ],
    ['conversation.completed', 'system', { at: began + 9000 }],
    ['outcome.decided', 'system', { endedHow: 'closed', outcome }],
  ]
  const head = {
    ...headAtFirst(id, jane),
    status: 'completed',
    completedAt: began + 9000,
    control: taken,
    seq: events.length,
    mood: { mood: 'happy', score: 0.5, history: [0, 0.5] },
    topic: 'refunds',
    presence: 'gone',
    lastMessage: { from: 'operator', text: reply.text, at: reply.at },
    ticket,
    endedHow: 'closed',
    outcome,
  }
  await insertConversation(db, head)
  await insertEvents(db, id, events)
  for (const { id: messageId, seq, at, from, author, text, sources, run } of [question, answer, reply]) {
    await db
      .insertInto('messages')
      .values({
        id: messageId,
        conversation_id: id,
        seq,
        at,
        sender: from,
        author: author && JSON.stringify(author),
        text,
        sources: JSON.stringify(sources),
        run_id: run,
      })
      .execute()
  }
  await db
    .insertInto('whispers')
    .values({
      id: whisper.id,
      conversation_id: id,
      seq: 3,
      at: whisper.at,
      by: JSON.stringify(ada),
      text: whisper.text,
      state: 'used',
      run_id: 'run-over-1',
      message_id: answer.id,
      settled_at: answer.at,
    })
    .execute()
  await db
    .insertInto('prompts')
    .values({ message_id: answer.id, layers: JSON.stringify([{ layer: 1, name: 'Platform safety', items: [] }]) })
    .execute()
  await db.insertInto('provenance').values({ message_id: answer.id, kind: 'whisper', ref: whisper.id }).execute()
  await db
    .insertInto('runs')
    .values({
      id: 'run-over-1',
      conversation_id: id,
      epoch: 0,
      trigger_seq: 3,
      state: 'done',
      attempt: 1,
      lease_until: 0,
      reason: null,
      began_at: began,
      ended_at: began,
    })
    .execute()
  await db
    .insertInto('takeovers')
    .values({
      id: 'takeover-over-1',
      conversation_id: id,
      operator_id: ada.id,
      began_at: taken.since,
      ended_at: began + 9000,
    })
    .execute()
  await db
    .insertInto('tickets')
    .values({
      id: ticket.id,
      number: 1,
      conversation_id: id,
      subject: ticket.subject,
      status: ticket.status,
      assignee: JSON.stringify(ada),
      assignee_id: ada.id,
      opened_at: ticket.openedAt,
      changed_at: ticket.changedAt,
    })
    .execute()
}

async function leaveLive(db: Kysely<any>): Promise<void> {
  const head = headAtFirst('conversation-live', {
    id: 'visitor-anon-1',
    name: null,
    email: null,
    identified: false,
    verified: false,
  })
  await insertConversation(db, head)
  await insertEvents(db, head.id, [['conversation.started', 'visitor', { conversation: head }]])
}

interface Head {
  id: string
  status: string
  seq: number
  control: { holder: string; epoch: number }
  completedAt: number | null
  presence: string
  mood: { mood: string }
  topic: string | null
  outcome: { kind: string } | null
  visitor: { id?: string; name?: string | null; email?: string | null }
}

async function insertConversation(db: Kysely<any>, head: Head): Promise<void> {
  const live = head.status === 'live'
  await db
    .insertInto('conversations')
    .values({
      id: head.id,
      visitor_id: head.visitor.id,
      agent_id: nora.id,
      head: JSON.stringify(head),
      seq: head.seq,
      status: head.status,
      holder: head.control.holder,
      epoch: head.control.epoch,
      opened_at: began,
      completed_at: head.completedAt,
      ends_at: live ? Date.now() + 600_000 : null,
      ends_how: live ? 'timed_out' : null,
      seen_by: null,
      presence: head.presence,
      mood: head.mood.mood,
      outcome: head.outcome?.kind ?? null,
      words: [head.visitor.name, head.visitor.email, head.topic, 'Nora'].filter(Boolean).join(' ').toLowerCase(),
    })
    .execute()
}

async function insertEvents(
  db: Kysely<any>,
  id: string,
  events: [type: string, kind: string, payload: object][],
): Promise<void> {
  for (const [index, [type, kind, payload]] of events.entries()) {
    await db
      .insertInto('events')
      .values({
        conversation_id: id,
        seq: index + 1,
        type,
        at: began + index * 1000,
        actor_kind: kind,
        actor_id: null,
        payload: JSON.stringify(payload),
      })
      .execute()
  }
}
