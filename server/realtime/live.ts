import { applyToConversation, type EphemeralState } from '../../protocol/apply.ts'
import { startOf } from '../../protocol/cut.ts'
import type { Conversation, Person } from '../../protocol/entities.ts'
import type { FeedRow } from '../../protocol/frames.ts'
import type { EphemeralEvent, StoredEvent } from '../../protocol/events.ts'
import type { Context } from '../ground/context.ts'
import { latestTexts, latestTextsOf, searchable, searchedMessages } from '../conversations/latest.ts'
import { findConversation, liveConversations } from '../conversations/queries.ts'
import type { Hint } from '../events/log.ts'
import { NotFound } from '../ground/errors.ts'
import { liveGauge } from '../ground/metrics.ts'
import { onForgotten, onRewritten } from '../privacy/forgotten.ts'
import { publishEphemeralHere } from '../events/ephemeral.ts'
import { isWords } from './draft-words.ts'
import { GoingsOn } from './goings-on.ts'
import { Rereads } from './rereads.ts'
import type { Watchers } from './watchers.ts'

/** As long as a held reply looks like one that is being written. */
const typingShownMs = 60_000

/** `said` are the latest messages, oldest first, for the search. */
interface Entry {
  head: Conversation
  said: readonly string[]
}

/**
 * Every live conversation of the workspace, kept true in memory by reading the log as it moves. The feed is sorted from it, and words of an
 * AI that no longer holds the pen are stopped by it.
 */
export class Live {
  readonly #ctx: Context
  readonly #entries = new Map<string, Entry>()
  readonly #goingsOn: GoingsOn
  readonly #rereads: Rereads
  readonly #whoWatches: Watchers
  readonly #listeners = new Set<(id: string) => void>()
  #unsubscribe: (() => void)[] = []
  #timer: NodeJS.Timeout | null = null

  constructor(ctx: Context, watchers: Watchers) {
    this.#ctx = ctx
    this.#whoWatches = watchers
    this.#goingsOn = new GoingsOn(ctx.timing.ephemeralLeaseMs)
    this.#rereads = new Rereads(
      (id) => this.#reread(id),
      (error, id) => ctx.log.error({ error, id }, 'could not read a conversation again; once more soon'),
    )
    watchers.subscribe((id) => {
      if (this.#entries.has(id)) this.#tell(id)
    })
  }

  async start(): Promise<void> {
    const { bus } = this.#ctx
    // Listening comes before loading: what moves in between is applied to what was loaded, or is in it already.
    this.#unsubscribe = [
      bus.subscribe('moved.*', (hint) => this.#move(hint as Hint)),
      bus.subscribe('passing.*', (event) => this.#pass(event as EphemeralEvent)),
      onForgotten(this.#ctx, (id) => this.#forget(id)),
      onRewritten(this.#ctx, (id) => {
        if (this.#entries.has(id)) this.#rereads.want(id)
      }),
    ]
    this.#timer = setInterval(() => this.#takeBackOverdue(), this.#ctx.timing.ephemeralLeaseMs / 4)
    await this.#load()
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer)
    this.#unsubscribe.forEach((stop) => stop())
    this.#rereads.stop()
  }

  head(id: string): Conversation | undefined {
    return this.#entries.get(id)?.head
  }

  passing(id: string): EphemeralState {
    const passing = this.#goingsOn.of(id)
    const head = this.#entries.get(id)?.head
    if (passing.draft || !head?.hold || !this.#isHeld(id)) return passing
    return {
      ...passing,
      draft: { run: head.hold.run, attempt: 0, epoch: head.control.epoch, text: '', unsaid: true },
    }
  }

  /** Its visitor sees that something is being written: for a while, because nobody writes for an hour. */
  #isHeld(id: string): boolean {
    const hold = this.#entries.get(id)?.head.hold
    return !!hold && Date.now() - hold.at < typingShownMs
  }

  watchers(id: string): Person[] {
    return this.#entries.has(id) ? this.#whoWatches.of(id) : []
  }

  ids(): Iterable<string> {
    return this.#entries.keys()
  }

  row(id: string): FeedRow | null {
    const entry = this.#entries.get(id)
    return entry ? { ...entry.head, watchers: this.#whoWatches.of(id) } : null
  }

  said(id: string): readonly string[] {
    return this.#entries.get(id)?.said ?? []
  }

  /** Told the id of every row that comes, changes or goes; returns the way to stop. */
  subscribe(listener: (id: string) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** True unless these are words of an AI that has lost the pen. */
  maySay(event: EphemeralEvent): boolean {
    if (!isWords(event)) return true
    const control = this.#entries.get(event.conversationId)?.head.control
    return !control || (control.holder === 'ai' && event.payload.epoch >= control.epoch)
  }

  /** The log was read past these for somebody; what they end is over. */
  settle(events: StoredEvent[]): void {
    for (const event of events) this.#goingsOn.hear(event, this.#epochOf(event.conversationId))
  }

  #epochOf(id: string): number {
    return this.#entries.get(id)?.head.control.epoch ?? 0
  }

  async #load(): Promise<void> {
    const [heads, said] = await this.#ctx.db.snapshot(
      async (db) => [await liveConversations(db), await latestTexts(db)] as const,
    )
    for (const head of heads)
      if (head.seq > (this.#entries.get(head.id)?.head.seq ?? 0)) this.#keep(head, said.get(head.id) ?? [])
  }

  #move(hint: Hint): void {
    const entry = this.#entries.get(hint.conversationId)
    const first = hint.events?.[0]
    if (!entry && first?.type === 'conversation.started') {
      this.#keep(
        hint.events!.reduce(applyToConversation, { ...first.payload.conversation, seq: 0 }),
        textsIn(hint.events!),
      )
    } else if (entry && hint.events && hint.after <= entry.head.seq) {
      this.settle(hint.events)
      const news = hint.events.filter(({ seq }) => seq > entry.head.seq)
      this.#keep(news.reduce(applyToConversation, entry.head), [...entry.said, ...textsIn(news)])
      // What was changed or taken back is found by its old words no more.
      if (news.some(({ type }) => type === 'message.edited' || type === 'message.withdrawn'))
        this.#rereads.want(hint.conversationId)
    } else if (!entry || hint.upTo > entry.head.seq) this.#rereads.want(hint.conversationId)
  }

  #keep(head: Conversation, said: readonly string[]): void {
    if (head.status === 'completed') return this.#forget(head.id)
    this.#entries.set(head.id, { head, said: said.slice(-searchedMessages) })
    this.#goingsOn.hold(head)
    liveGauge.set(this.#entries.size)
    this.#tell(head.id)
  }

  #forget(id: string): void {
    this.#goingsOn.forget(id)
    if (this.#entries.delete(id)) this.#tell(id)
    liveGauge.set(this.#entries.size)
  }

  #tell(id: string): void {
    for (const listener of this.#listeners) listener(id)
  }

  /** A hint was lost, or came without its events, or what it told of was written anew: ask the database. */
  async #reread(id: string): Promise<void> {
    try {
      const [head, said] = await this.#ctx.db.snapshot(
        async (db) => [await findConversation(db, id), await latestTextsOf(db, id)] as const,
      )
      if (head.seq >= (this.#entries.get(id)?.head.seq ?? 0)) this.#keep(head, said)
    } catch (error) {
      if (!(error instanceof NotFound)) throw error
      this.#forget(id)
    }
  }

  #pass(event: EphemeralEvent): void {
    if (this.#entries.has(event.conversationId) && this.maySay(event))
      this.#goingsOn.hear(event, this.#epochOf(event.conversationId))
  }

  #takeBackOverdue(): void {
    for (const event of this.#goingsOn.overdue((id) => this.#isHeld(id))) publishEphemeralHere(this.#ctx, event)
  }
}

function textsIn(events: StoredEvent[]): string[] {
  return events.flatMap((event) =>
    event.type === 'message.posted' && event.payload.message.from !== 'system'
      ? [startOf(event.payload.message.text, searchable)]
      : [],
  )
}
