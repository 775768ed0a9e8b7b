import type { Kysely } from 'kysely'
import { applyToConversation } from '../../protocol/apply.ts'
import type { Conversation } from '../../protocol/entities.ts'
import {
  mayRead,
  storedTypes,
  vocabulary,
  type Actor,
  type Audience,
  type Payload,
  type StoredEvent,
  type StoredType,
} from '../../protocol/events.ts'
import type { Context } from '../ground/context.ts'
import { newest, type Before } from '../db/newest.ts'
import { prepared, type Values } from '../db/prepared.ts'
import { headOf } from './head.ts'
import { takePositions } from './positions.ts'
import type { ConversationRow, EventRow, Schema } from '../db/schema.ts'
import { Conflict, NotFound } from '../ground/errors.ts'
import { asking, type RequestContext } from '../ground/request.ts'
import { countEvents } from '../ground/metrics.ts'
import { upcast } from './upcast.ts'
import { onForgotten, onRewritten } from '../privacy/forgotten.ts'

/** What travels over the bus when a conversation moved. `events` is a copy that saves a read; the log is the truth. */
export interface Hint {
  conversationId: string
  after: number
  upTo: number
  events?: StoredEvent[]
  /** A reply of the AI is wanted. */
  request?: boolean
}

export const hintTopic = (conversationId: string) => `moved.${conversationId}`

export type Deadline = Pick<ConversationRow, 'ends_at' | 'ends_how'>

/** Writes what was said elsewhere, in earlier days: nobody is told of it as of news. */
export const historian: Actor = { kind: 'system', id: 'import' }

/** One action at work on one conversation, whose row is locked. */
export class Change {
  readonly trx: Kysely<Schema>
  readonly actor: Actor
  readonly at: number
  /** As it stands after everything recorded so far. */
  conversation: Conversation
  readonly events: StoredEvent[] = []
  /** Set when this action asked the AI for a reply, so that runners are woken only then. */
  request = false
  #deadline: Deadline | null = null
  #seenBy: string | null | undefined
  /** As it stood when its row was locked. */
  readonly before: Conversation

  constructor(trx: Kysely<Schema>, actor: Actor, conversation: Conversation, now = Date.now()) {
    this.trx = trx
    this.actor = actor
    this.conversation = conversation
    this.before = conversation
    // A clock that was set back must not put an event before the one it follows.
    this.at = Math.max(now, conversation.lastMessage?.at ?? 0, conversation.control.since)
  }

  get nextSeq(): number {
    return this.conversation.seq + 1
  }

  /** Append an event. Whatever it means for the conversation's head is what `applyToConversation` says, here as in every reader. */
  record<T extends StoredType>(type: T, payload: Payload<T>, actor: Actor = this.actor): void {
    if (process.env.HALO_TEST) vocabulary[type].payload.parse(payload)
    const event = {
      conversationId: this.conversation.id,
      seq: this.nextSeq,
      at: this.at,
      actor,
      type,
      payload,
    } as StoredEvent
    this.conversation = applyToConversation(this.conversation, event)
    this.events.push(event)
  }

  /** When the conversation ends by itself, and as what; null while the visitor is here. */
  endBy(deadline: Deadline): void {
    this.#deadline = deadline
  }

  /** Which process vouches for the visitor's presence; null when none does. */
  vouch(process: string | null): void {
    this.#seenBy = process
  }

  async save(): Promise<void> {
    let position = this.events.length ? await takePositions(this.trx, this.events.length) : null
    for (const event of this.events)
      await insertEvent(this.trx, { ...rowOf(event), position: position === null ? null : position++ })
    const { id, seq } = this.conversation
    if (this.events.length) await updateHead(this.trx, { id, seq, head: JSON.stringify(this.conversation) })
    // Writing an indexed column rewrites its indexes even when the value stays, so the rest is written only where it moved.
    const moved = mayHaveMoved(this.before, this.conversation) ? movedColumns(this.before, this.conversation) : {}
    if (Object.keys(moved).length)
      await this.trx.updateTable('conversations').set(moved).where('id', '=', id).execute()
    if (this.#deadline) await updateDeadline(this.trx, { id, ...this.#deadline })
    if (this.#seenBy !== undefined) await updateSeenBy(this.trx, { id, seen_by: this.#seenBy })
  }

  get hint(): Hint | null {
    if (!this.events.length) return null
    return {
      conversationId: this.conversation.id,
      after: this.before.seq,
      upTo: this.conversation.seq,
      events: this.events,
      ...(this.request && { request: true }),
    }
  }
}

/**
 * The only way to write to a conversation: lock its row, let `work` write rows and record events, append them, commit; then hint.
 * Everyone who asks for the lock waits for this commit, so `seq` is taken in commit order and no reader can skip a late one.
 */
export async function change<T>(
  ctx: Context,
  actor: Actor,
  conversationId: string,
  work: (change: Change) => Promise<T>,
): Promise<T> {
  const heads = headsOf(ctx)
  const [result, { hint, conversation }, afterwards] = await ctx.db.write(async (trx) => {
    const request = asking()
    const conversation = await lockConversation(ctx, trx, conversationId, heads.get(conversationId))
    if (request) mustBeAsSeen(request, conversation)
    const change = new Change(
      trx,
      request?.by.kind === 'key' && byKey.has(actor.kind) ? { kind: 'key', id: request.by.id } : actor,
      conversation,
    )
    const result = await work(change)
    const afterwards: (() => void)[] = []
    for (const follow of ctx.consequences) {
      const tell = await follow(ctx, change)
      if (tell) afterwards.push(tell)
    }
    await change.save()
    if (request && !request.recorded)
      request.recorded = { conversationId, events: change.events.map(({ type }) => type) }
    return [result, change, afterwards] as const
  })
  // Only what was committed is remembered: a head that was rolled back would share its `seq` with another one.
  remember(heads, conversation)
  countEvents(hint?.events ?? [])
  if (hint) ctx.bus.publish(hintTopic(conversationId), hint)
  for (const tell of afterwards) tell()
  return result
}

/** In whose name a program acts. What the server and the AI do on their own later, woken by its request, is theirs. */
const byKey = new Set<Actor['kind']>(['operator', 'visitor'])

/** A conditional write holds only if nobody wrote since the caller looked. Asked while the row is locked, so of two who saw the same only one gets through. */
function mustBeAsSeen(request: RequestContext, { id, seq, control }: Conversation): void {
  const { expects } = request
  if (expects?.conversationId !== id) return
  if ((expects.epoch ?? control.epoch) !== control.epoch || (expects.seq ?? seq) !== seq) {
    throw new Conflict('moved', 'The conversation has changed since you looked. Nothing was changed.', {
      seq,
      control,
    })
  }
  // What this same request appends is no news to it.
  request.expects = null
}

const headsAtMost = 5000
const headsByBus = new WeakMap<Context['bus'], Map<string, Conversation>>()

/** Heads as this process last wrote them. A head with the `seq` of the locked row is that row's head, and need not be read and parsed again. */
function headsOf(ctx: Context): Map<string, Conversation> {
  let heads = headsByBus.get(ctx.bus)
  if (!heads) {
    const own = (heads = new Map<string, Conversation>())
    headsByBus.set(ctx.bus, own)
    for (const listen of [onForgotten, onRewritten]) listen(ctx, (id) => own.delete(id))
  }
  return heads
}

function remember(heads: Map<string, Conversation>, head: Conversation): void {
  heads.set(head.id, head)
  if (heads.size > headsAtMost) heads.delete(heads.keys().next().value!)
}

async function lockConversation(
  ctx: Context,
  trx: Kysely<Schema>,
  id: string,
  known: Conversation | undefined,
): Promise<Conversation> {
  // SQLite has one writer; there the lock is held already.
  const {
    rows: [locked],
  } = await (ctx.db.dialect === 'postgres' ? selectSeqForUpdate : selectSeq)(trx, { id })
  if (!locked) throw new NotFound('There is no such conversation')
  if (known?.seq === locked.seq) return known
  const {
    rows: [row],
  } = await selectHead(trx, { id })
  return headOf(row!.head)
}

// Every message passes through these, so they are built once.
const selectHead = prepared((db, value: Values<{ id: string }>) =>
  db.selectFrom('conversations').select('head').where('id', '=', value('id')),
)
const selectSeq = prepared((db, value: Values<{ id: string }>) =>
  db.selectFrom('conversations').select('seq').where('id', '=', value('id')),
)
const selectSeqForUpdate = prepared((db, value: Values<{ id: string }>) =>
  db.selectFrom('conversations').select('seq').where('id', '=', value('id')).forUpdate(),
)

const insertEvent = prepared(
  (db, value: Values<EventRow & { position: number | null } & Record<string, unknown>>) =>
    db.insertInto('events').values({
      conversation_id: value('conversation_id'),
      seq: value('seq'),
      type: value('type'),
      at: value('at'),
      actor_kind: value('actor_kind'),
      actor_id: value('actor_id'),
      payload: value('payload'),
      position: value('position'),
    }),
)

const updateDeadline = prepared((db, value: Values<{ id: string } & Deadline>) =>
  db
    .updateTable('conversations')
    .set({ ends_at: value('ends_at'), ends_how: value('ends_how') })
    .where('id', '=', value('id')),
)

const updateSeenBy = prepared((db, value: Values<{ id: string; seen_by: string | null }>) =>
  db
    .updateTable('conversations')
    .set({ seen_by: value('seen_by') })
    .where('id', '=', value('id')),
)

const updateHead = prepared((db, value: Values<{ id: string; head: string; seq: number }>) =>
  db
    .updateTable('conversations')
    .set({ head: value('head'), seq: value('seq') })
    .where('id', '=', value('id')),
)

/** Every column that is made from a head. */
export function columnsOf(head: Conversation) {
  return { head: JSON.stringify(head), seq: head.seq, ...searchColumns(head) }
}

/** Events replace what they change, so what is the same object has not changed; the common message moves none of these. */
function mayHaveMoved(before: Conversation, after: Conversation): boolean {
  return (
    [
      'control',
      'visitor',
      'agent',
      'mood',
      'topic',
      'presence',
      'status',
      'completedAt',
      'outcome',
      'score',
      'reviewed',
      'ratings',
      'corrected',
      'operators',
    ] as const
  ).some((field) => before[field] !== after[field])
}

function movedColumns(before: Conversation, after: Conversation): Partial<ReturnType<typeof searchColumns>> {
  const [old, now] = [searchColumns(before), searchColumns(after)]
  return Object.fromEntries(Object.entries(now).filter(([name, value]) => old[name as keyof typeof old] !== value))
}

function searchColumns(head: Conversation) {
  return {
    status: head.status,
    holder: head.control.holder,
    epoch: head.control.epoch,
    completed_at: head.completedAt,
    presence: head.presence,
    mood: head.mood.mood,
    outcome: head.outcome?.kind ?? null,
    score: head.score?.points ?? -1,
    worst: head.score ? 100 - head.score.points : -1,
    mood_score: Math.round(head.mood.score * 100),
    votes_up: head.ratings.up,
    votes_down: head.ratings.down,
    corrected: head.corrected.length,
    reviewed_at: head.reviewed?.at ?? 0,
    agent: head.agent.name.toLowerCase(),
    operators: head.operators
      .map(({ name }) => name)
      .join(', ')
      .toLowerCase(),
    topic: head.topic ?? '',
    words: [head.visitor.name, head.visitor.email, head.topic, head.agent.name]
      .filter(Boolean)
      .join(' ')
      .toLowerCase(),
  }
}

/** As much of a log as is told at once; whoever is further behind is better off with a new transcript. */
const toldAtOnce = { events: { operators: 500, everyone: 100 }, characters: 500_000 }
const slice = 50

/**
 * The log of one conversation after `after`, as this audience may read it; `upTo` is how far that is, and with `more` it goes on there. It is read in slices, so
 * that no more is held than is told. A visitor's place moves with what they may read and with nothing else: it must not tell that an operator did something.
 */
export async function readEvents(
  db: Kysely<Schema>,
  conversationId: string,
  audience: Audience,
  after: number,
): Promise<{ events: StoredEvent[]; upTo: number; more: boolean }> {
  const log: EventRow[] = []
  let room = toldAtOnce.characters
  while (log.length < toldAtOnce.events[audience] && room > 0) {
    const rows = await db
      .selectFrom('events')
      .selectAll()
      .where('conversation_id', '=', conversationId)
      .where('seq', '>', log.at(-1)?.seq ?? after)
      .$if(audience === 'everyone', (query) => query.where('type', 'in', forEverybody))
      .orderBy('seq')
      .limit(slice)
      .execute()
    log.push(...rows)
    room -= rows.reduce((sum, { payload }) => sum + payload.length, 0)
    if (rows.length < slice) return { ...toldTo(audience, log, after), more: false }
  }
  return { ...toldTo(audience, log, after), more: true }
}

const forEverybody = storedTypes.filter((type) => mayRead('everyone', type))

/** How far a visitor's picture is: their place in the log as they may read it. */
export async function visiblePlace(db: Kysely<Schema>, conversationId: string): Promise<number> {
  const row = await db
    .selectFrom('events')
    .select('seq')
    .where('conversation_id', '=', conversationId)
    .where('type', 'in', forEverybody)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.seq ?? 0
}

const toldTo = (audience: Audience, log: EventRow[], after: number) => ({
  events: eventsFor(audience, log.map(eventOf)),
  upTo: log.at(-1)?.seq ?? after,
})

/** Events of some types only, from a `seq` on: for the parts of a transcript that have no rows of their own. */
export async function readEventsOf<T extends StoredType>(
  db: Kysely<Schema>,
  conversationId: string,
  types: T[],
  from = 0,
): Promise<Told<T>[]> {
  const rows = await eventsOf(db, conversationId, types).where('seq', '>=', from).orderBy('seq').execute()
  return rows.map(eventOf) as Told<T>[]
}

/** The newest of them, oldest first. */
export async function newestEventsOf<T extends StoredType>(
  db: Kysely<Schema>,
  conversationId: string,
  types: T[],
  before: Before,
): Promise<Told<T>[]> {
  return (await newest(eventsOf(db, conversationId, types), before)).map(eventOf) as Told<T>[]
}

type Told<T> = Extract<StoredEvent, { type: T }>

const eventsOf = (db: Kysely<Schema>, conversationId: string, types: StoredType[]) =>
  db.selectFrom('events').selectAll().where('conversation_id', '=', conversationId).where('type', 'in', types)

export function eventsFor(audience: Audience, events: StoredEvent[]): StoredEvent[] {
  return audience === 'operators' ? events : events.filter((event) => mayRead(audience, event.type))
}

const known = new Set<string>(storedTypes)

export function eventOf(row: EventRow): StoredEvent {
  if (!known.has(row.type)) throw new Error(`The log holds an event of unknown type ${row.type}`)
  return {
    conversationId: row.conversation_id,
    seq: row.seq,
    at: row.at,
    actor: { kind: row.actor_kind, id: row.actor_id },
    type: row.type,
    payload: upcast(row.type as StoredType, JSON.parse(row.payload)),
  } as StoredEvent
}

export function rowOf(event: StoredEvent): EventRow {
  return {
    conversation_id: event.conversationId,
    seq: event.seq,
    type: event.type,
    at: event.at,
    actor_kind: event.actor.kind,
    actor_id: event.actor.id,
    payload: JSON.stringify(event.payload),
  }
}

/** What follows from every change, in its own transaction, before it is saved. What it returns is done after the commit. */
export type Consequence = (ctx: Context, change: Change) => Promise<(() => void) | void>

declare module '../ground/context.ts' {
  interface Context {
    consequences: Consequence[]
  }
}
