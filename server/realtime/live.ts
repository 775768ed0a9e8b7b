import { applyToConversation, applyToPassing, nothingPassing, type Passing } from '../../protocol/apply.ts'
import type { Conversation, Person } from '../../protocol/entities.ts'
import type { FeedRow } from '../../protocol/frames.ts'
import type { PassingEvent } from '../../protocol/events.ts'
import type { Context } from '../context.ts'
import { findConversation, liveConversations } from '../conversations/queries.ts'
import type { Hint } from '../events/log.ts'
import { liveGauge } from '../metrics.ts'

interface Entry { head: Conversation; passing: Passing; watching: Map<string, Person[]>; version: number }

/** Says which operators have a transcript open in one process; each process speaks for its own sockets. */
export interface Watching { conversationId: string; process: string; watchers: Person[] }

/**
 * Every live conversation of the workspace, kept true in memory by reading the log as it moves. The feed is sorted from it, and words of an
 * AI that no longer holds the pen are stopped by it.
 */
export class Live {
  private readonly ctx: Context
  private readonly entries = new Map<string, Entry>()
  private readonly loading = new Map<string, Promise<void>>()
  private unsubscribe: (() => void)[] = []
  /** Counts changes to any row, so that a reader knows at a glance that nothing moved. */
  version = 0

  constructor(ctx: Context) {
    this.ctx = ctx
  }

  async start(): Promise<void> {
    const { bus } = this.ctx
    // Listening comes before loading: what moves in between is applied to what was loaded, or is in it already.
    this.unsubscribe = [
      bus.subscribe('moved.*', (hint) => this.move(hint as Hint)),
      bus.subscribe('passing.*', (event) => this.pass(event as PassingEvent)),
      bus.subscribe('watching', (hint) => this.watch(hint as Watching)),
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

  passing(id: string): Passing {
    return this.entries.get(id)?.passing ?? nothingPassing
  }

  watchers(id: string): Person[] {
    const entry = this.entries.get(id)
    return entry ? watchersOf(entry) : []
  }

  *rows(): Iterable<{ head: Conversation; version: number }> {
    yield* this.entries.values()
  }

  row(id: string): { row: FeedRow; version: number } | null {
    const entry = this.entries.get(id)
    return entry ? { row: { ...entry.head, watchers: watchersOf(entry) }, version: entry.version } : null
  }

  /** True unless these are words of an AI that has lost the pen. */
  maySay(event: PassingEvent): boolean {
    if (event.type !== 'reply.streamed' && event.type !== 'reply.began') return true
    const control = this.entries.get(event.conversationId)?.head.control
    return !control || (control.holder === 'ai' && event.payload.epoch >= control.epoch)
  }

  private async load(): Promise<void> {
    const heads = await this.ctx.db.snapshot(liveConversations)
    const ids = new Set(heads.map(({ id }) => id))
    for (const id of this.entries.keys()) if (!ids.has(id)) this.forget(id)
    for (const head of heads) if (head.seq > (this.entries.get(head.id)?.head.seq ?? 0)) this.keep(head)
  }

  private move(hint: Hint): void {
    const entry = this.entries.get(hint.conversationId)
    const first = hint.events?.[0]
    if (!entry && first?.type === 'conversation.started') {
      this.keep(hint.events!.reduce(applyToConversation, { ...first.payload.conversation, seq: 0 }))
    } else if (entry && hint.events && hint.after <= entry.head.seq) {
      for (const event of hint.events) entry.passing = applyToPassing(entry.passing, event, entry.head.control.epoch)
      this.keep(hint.events.reduce(applyToConversation, entry.head))
    } else if (!entry || hint.upTo > entry.head.seq) void this.reload(hint.conversationId)
  }

  private keep(head: Conversation): void {
    if (head.status === 'completed') return this.forget(head.id)
    const entry = this.entries.get(head.id)
    this.entries.set(head.id, { passing: entry?.passing ?? nothingPassing, watching: entry?.watching ?? new Map(), head, version: ++this.version })
    liveGauge.set(this.entries.size)
  }

  private forget(id: string): void {
    if (this.entries.delete(id)) this.version++
    liveGauge.set(this.entries.size)
  }

  /** A hint was lost or came without its events: ask the database, once at a time for each conversation. */
  private reload(id: string): Promise<void> {
    const running = this.loading.get(id)
    if (running) return running
    const loading = findConversation(this.ctx.db.reads, id)
      .then((head) => { if (head.seq > (this.entries.get(id)?.head.seq ?? -1)) this.keep(head) })
      .catch((error) => this.ctx.log.error({ error, id }, 'could not reload a conversation'))
      .finally(() => this.loading.delete(id))
    this.loading.set(id, loading)
    return loading
  }

  private pass(event: PassingEvent): void {
    const entry = this.entries.get(event.conversationId)
    if (entry && this.maySay(event)) entry.passing = applyToPassing(entry.passing, event, entry.head.control.epoch)
  }

  private watch({ conversationId, process, watchers }: Watching): void {
    const entry = this.entries.get(conversationId)
    if (!entry) return
    if (watchers.length) entry.watching.set(process, watchers)
    else entry.watching.delete(process)
    entry.version = ++this.version
  }
}

function watchersOf({ watching }: Entry): Person[] {
  const everyone = [...watching.values()].flat()
  return everyone.filter((person, index) => everyone.findIndex(({ id }) => id === person.id) === index)
}

