import {
  applyToConversation,
  applyEphemeral,
  noEphemeralState,
  startOf,
  type EphemeralState,
} from '../../protocol/apply.ts'
import type { Conversation, Person } from '../../protocol/entities.ts'
import type { FeedRow } from '../../protocol/frames.ts'
import type { EphemeralEvent, StoredEvent } from '../../protocol/events.ts'
import type { Context } from '../ground/context.ts'
import { latestTexts, latestTextsOf, searchable, searchedMessages } from '../conversations/latest.ts'
import { findConversation, liveConversations } from '../conversations/queries.ts'
import type { Hint } from '../events/log.ts'
import { liveGauge } from '../ground/metrics.ts'
import { onForgotten, onRewritten } from '../privacy/forgotten.ts'

/** `said` are the latest messages, oldest first, for the search. */
interface Entry {
  head: Conversation
  passing: EphemeralState
  watching: Map<string, Person[]>
  said: readonly string[]
}

/** Says which operators have a transcript open in one process; each process speaks for its own sockets. */
export interface Watching {
  conversationId: string
  process: string
  watchers: Person[]
}

/**
 * Every live conversation of the workspace, kept true in memory by reading the log as it moves. The feed is sorted from it, and words of an
 * AI that no longer holds the pen are stopped by it.
 */
export class Live {
  private readonly ctx: Context
  private readonly entries = new Map<string, Entry>()
  private readonly loading = new Map<string, Promise<void>>()
  private readonly listeners = new Set<(id: string) => void>()
  private unsubscribe: (() => void)[] = []

  constructor(ctx: Context) {
    this.ctx = ctx
  }

  async start(): Promise<void> {
    const { bus } = this.ctx
    // Listening comes before loading: what moves in between is applied to what was loaded, or is in it already.
    this.unsubscribe = [
      bus.subscribe('moved.*', (hint) => this.move(hint as Hint)),
      bus.subscribe('passing.*', (event) => this.pass(event as EphemeralEvent)),
      bus.subscribe('watching', (hint) => this.watch(hint as Watching)),
      onForgotten(this.ctx, (id) => this.forget(id)),
      onRewritten(this.ctx, (id) => {
        if (this.entries.has(id)) void this.reload(id, true)
      }),
      bus.onGap(() => void this.load()),
    ]
    await this.load()
  }

  stop(): void {
    this.unsubscribe.forEach((stop) => stop())
  }

  head(id: string): Conversation | undefined {
    return this.entries.get(id)?.head
  }

  passing(id: string): EphemeralState {
    return this.entries.get(id)?.passing ?? noEphemeralState
  }

  watchers(id: string): Person[] {
    const entry = this.entries.get(id)
    return entry ? watchersOf(entry) : []
  }

  ids(): Iterable<string> {
    return this.entries.keys()
  }

  row(id: string): FeedRow | null {
    const entry = this.entries.get(id)
    return entry ? { ...entry.head, watchers: watchersOf(entry) } : null
  }

  said(id: string): readonly string[] {
    return this.entries.get(id)?.said ?? []
  }

  /** Told the id of every row that comes, changes or goes; returns the way to stop. */
  subscribe(listener: (id: string) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** True unless these are words of an AI that has lost the pen. */
  maySay(event: EphemeralEvent): boolean {
    if (event.type !== 'reply.streamed' && event.type !== 'reply.began') return true
    const control = this.entries.get(event.conversationId)?.head.control
    return !control || (control.holder === 'ai' && event.payload.epoch >= control.epoch)
  }

  private async load(): Promise<void> {
    const [heads, said] = await this.ctx.db.snapshot(
      async (db) => [await liveConversations(db), await latestTexts(db)] as const,
    )
    const ids = new Set(heads.map(({ id }) => id))
    for (const id of this.entries.keys()) if (!ids.has(id)) this.forget(id)
    for (const head of heads)
      if (head.seq > (this.entries.get(head.id)?.head.seq ?? 0)) this.keep(head, said.get(head.id) ?? [])
  }

  private move(hint: Hint): void {
    const entry = this.entries.get(hint.conversationId)
    const first = hint.events?.[0]
    if (!entry && first?.type === 'conversation.started') {
      this.keep(
        hint.events!.reduce(applyToConversation, { ...first.payload.conversation, seq: 0 }),
        textsIn(hint.events!),
      )
    } else if (entry && hint.events && hint.after <= entry.head.seq) {
      for (const event of hint.events)
        entry.passing = applyEphemeral(entry.passing, event, entry.head.control.epoch)
      const news = hint.events.filter(({ seq }) => seq > entry.head.seq)
      this.keep(news.reduce(applyToConversation, entry.head), [...entry.said, ...textsIn(news)])
    } else if (!entry || hint.upTo > entry.head.seq) void this.reload(hint.conversationId)
  }

  private keep(head: Conversation, said: readonly string[]): void {
    if (head.status === 'completed') return this.forget(head.id)
    const entry = this.entries.get(head.id)
    this.entries.set(head.id, {
      passing: entry?.passing ?? noEphemeralState,
      watching: entry?.watching ?? new Map(),
      head,
      said: said.slice(-searchedMessages),
    })
    liveGauge.set(this.entries.size)
    this.tell(head.id)
  }

  private forget(id: string): void {
    if (this.entries.delete(id)) this.tell(id)
    liveGauge.set(this.entries.size)
  }

  private tell(id: string): void {
    for (const listener of this.listeners) listener(id)
  }

  /** A hint was lost or came without its events: ask the database, once at a time for each conversation. */
  private reload(id: string, anyway = false): Promise<void> {
    const running = this.loading.get(id)
    if (running) return running
    const loading = this.ctx.db
      .snapshot(async (db) => ({ head: await findConversation(db, id), said: await latestTextsOf(db, id) }))
      .then(({ head, said }) => {
        const known = this.entries.get(id)?.head.seq ?? -1
        if (head.seq > known || (anyway && head.seq === known)) this.keep(head, said)
      })
      .catch((error) => this.ctx.log.error({ error, id }, 'could not reload a conversation'))
      .finally(() => this.loading.delete(id))
    this.loading.set(id, loading)
    return loading
  }

  private pass(event: EphemeralEvent): void {
    const entry = this.entries.get(event.conversationId)
    if (entry && this.maySay(event)) entry.passing = applyEphemeral(entry.passing, event, entry.head.control.epoch)
  }

  private watch({ conversationId, process, watchers }: Watching): void {
    const entry = this.entries.get(conversationId)
    if (!entry) return
    if (watchers.length) entry.watching.set(process, watchers)
    else entry.watching.delete(process)
    this.tell(conversationId)
  }
}

function textsIn(events: StoredEvent[]): string[] {
  return events.flatMap((event) =>
    event.type === 'message.posted' && event.payload.message.from !== 'system'
      ? [startOf(event.payload.message.text, searchable)]
      : [],
  )
}

function watchersOf({ watching }: Entry): Person[] {
  const everyone = [...watching.values()].flat()
  return everyone.filter((person, index) => everyone.findIndex(({ id }) => id === person.id) === index)
}
