import type { Transcript, VisitorTranscript } from '../../protocol/entities.ts'
import { mayRead, type Audience, type EphemeralEvent, type StoredEvent } from '../../protocol/events.ts'
import type { ServerFrame } from '../../protocol/frames.ts'
import type { Context } from '../ground/context.ts'
import { transcriptFor, visitorTranscriptFor } from '../conversations/transcripts.ts'
import { eventsFor, readEvents, type Hint } from '../events/log.ts'
import { busGaps } from '../ground/metrics.ts'
import { onForgotten } from '../privacy/forgotten.ts'
import { isWords, wordsOf } from './draft-words.ts'
import type { Live } from './live.ts'
import type { Reader } from './reader.ts'
import type { RelayLeases } from './relay-leases.ts'
import type { Watchers } from './watchers.ts'

/** After a database that did not answer. */
const catchUpAgainMs = 1_000

/** `sent` is what the reader was told of its place; `upTo` is how far the log was read for it, including what it may not see. */
interface Following {
  reader: Reader
  sent: number
  upTo: number
  ready: boolean
  missed: Hint[]
}

/** Carries the log to whoever follows a conversation: nothing skipped, nothing twice, nothing outside the audience. */
export class Hub {
  readonly #ctx: Context
  readonly #live: Live
  readonly #leases: RelayLeases
  readonly #watchers: Watchers
  /** Conversations whose running reply has words that could not be passed on yet. */
  readonly #withheld = new Set<string>()
  readonly #followings = new Map<string, Map<Reader, Following>>()
  #unsubscribe: (() => void)[] = []

  constructor(ctx: Context, { live, leases, watchers }: { live: Live; leases: RelayLeases; watchers: Watchers }) {
    this.#ctx = ctx
    this.#live = live
    this.#leases = leases
    this.#watchers = watchers
  }

  start(): void {
    const { bus } = this.#ctx
    this.#unsubscribe = [
      bus.subscribe('moved.*', (hint) => this.#move(hint as Hint)),
      bus.subscribe('passing.*', (event) => this.#pass(event as EphemeralEvent)),
      onForgotten(this.#ctx, (id) => this.#dismiss(id)),
    ]
    this.#watchers.subscribe((id) => this.#tellWatchers(id))
    this.#leases.start((id) => this.#passWithheld(id))
  }

  stop(): void {
    this.#unsubscribe.forEach((stop) => stop())
    this.#leases.stop()
  }

  /**
   * Tell `reader` everything of this conversation after `after`; null, or a place too far back to be worth it, starts with a snapshot.
   * Whose conversation it is must have been decided before.
   */
  async follow(reader: Reader, id: string, after: number | null): Promise<void> {
    const following: Following = { reader, sent: after ?? 0, upTo: after ?? 0, ready: false, missed: [] }
    const readers = this.#followings.get(id) ?? new Map<Reader, Following>()
    this.#followings.set(id, readers.set(reader, following))
    try {
      await this.#begin(following, id, after)
    } catch (error) {
      this.unfollow(reader, id)
      throw error
    }
  }

  unfollow(reader: Reader, id: string): void {
    const readers = this.#followings.get(id)
    readers?.delete(reader)
    if (readers && !readers.size) this.#followings.delete(id)
  }

  async #begin(following: Following, id: string, after: number | null): Promise<void> {
    if (after === null) await this.#sendSnapshot(following, id)
    else await this.#sendRest(following, id)
    following.ready = true
    for (const hint of following.missed.splice(0))
      this.#deliver(following, id, hint, () => textOf(following, id, hint))
  }

  async #sendSnapshot(following: Following, id: string): Promise<void> {
    const { audience, visitorId } = following.reader
    const known = this.#placeOf(id)
    const transcript: Transcript | VisitorTranscript =
      audience === 'operators'
        ? await transcriptFor(this.#ctx, id)
        : await visitorTranscriptFor(this.#ctx, visitorId!, id)
    following.sent = transcript.upTo
    following.upTo = Math.max(known, transcript.upTo)
    this.#ctx.pen.heard(id, transcript.conversation.control.epoch)
    following.reader.send(
      frame({ type: 'snapshot', conversationId: id, transcript, passing: this.#passingFor(audience, id) }),
    )
  }

  /** The log past where the reader is. When that is more than the reader could want, or a place that never was, a snapshot. */
  async #sendRest(following: Following, id: string): Promise<void> {
    const { audience } = following.reader
    const known = this.#placeOf(id)
    const { events, upTo, more } = await readEvents(this.#ctx.db.reads, id, audience, following.upTo)
    const head = this.#live.head(id)
    if (more || (head && following.upTo > head.seq)) return this.#sendSnapshot(following, id)
    this.#live.settle(events)
    this.#hear(id, events)
    const passing = this.#passingFor(audience, id)
    const place = audience === 'operators' ? upTo : (events.at(-1)?.seq ?? following.sent)
    following.reader.send(
      frame({ type: 'events', conversationId: id, after: following.sent, upTo: place, events, passing }),
    )
    following.sent = place
    following.upTo = Math.max(known, upTo)
  }

  /** How far the log is at least, asked before it is read: up to there nothing can be missing from what was read. */
  #placeOf(id: string): number {
    return this.#live.head(id)?.seq ?? 0
  }

  #move(hint: Hint): void {
    const readers = this.#followings.get(hint.conversationId)
    if (!readers) return
    this.#hear(hint.conversationId, hint.events ?? [])
    const texts = new Map<string, string>()
    for (const following of readers.values()) {
      if (!following.ready) following.missed.push(hint)
      else {
        const {
          reader: { audience },
          sent,
          upTo,
        } = following
        this.#deliver(following, hint.conversationId, hint, () =>
          remembered(texts, `${audience} ${sent} ${upTo}`, () => textOf(following, hint.conversationId, hint)),
        )
      }
    }
  }

  /** Who reads that the pen changed hands hears no older word after it, even if the words were longer on their way than the log. */
  #hear(id: string, events: StoredEvent[]): void {
    for (const event of events)
      if (event.type === 'takeover.began' || event.type === 'takeover.ended')
        this.#ctx.pen.heard(id, event.payload.control.epoch)
  }

  #deliver(following: Following, id: string, hint: Hint, text: () => string): void {
    if (hint.upTo <= following.upTo) return
    if (!hint.events || hint.after > following.upTo) return this.#catchUp(following, id)
    const news = newsOf(following, hint)
    if (news.events.length) {
      following.reader.send(text())
      following.sent = news.upTo
    }
    following.upTo = hint.upTo
  }

  /** A hint was lost: read the log, and hold newer hints back until it is told. A database that is away is asked until it answers. */
  #catchUp(following: Following, id: string): void {
    busGaps.inc()
    following.ready = false
    this.#sendRest(following, id).then(
      () => {
        following.ready = true
        for (const hint of following.missed.splice(0))
          this.#deliver(following, id, hint, () => textOf(following, id, hint))
      },
      (error) => {
        this.#ctx.log.error({ error, id }, 'could not read the log for a reader; once more soon')
        setTimeout(() => {
          if (this.#followings.get(id)?.get(following.reader) === following) this.#catchUp(following, id)
        }, catchUpAgainMs).unref()
      },
    )
  }

  /** The conversation is no more; whoever reads it learns that there is nothing to read, as anybody who asked now would. */
  #dismiss(id: string): void {
    const text = frame({
      type: 'refused',
      conversationId: id,
      code: 'not_found',
      message: 'This conversation was erased.',
    })
    for (const { reader } of this.#followings.get(id)?.values() ?? []) reader.send(text)
    this.#followings.delete(id)
  }

  #pass(event: EphemeralEvent): void {
    const readers = this.#followings.get(event.conversationId)
    if (!readers || !this.#live.maySay(event)) return
    if (isWords(event) && !this.#leases.mayPass(event.conversationId, event.payload.epoch))
      return void this.#withheld.add(event.conversationId)
    const text = frame({ type: 'passing', event })
    for (const { reader, ready } of readers.values())
      if (ready && mayRead(reader.audience, event.type)) reader.send(text)
  }

  /** Leave came after the words did: everything that was said until now at once. */
  #passWithheld(conversationId: string): void {
    const { draft } = this.#live.passing(conversationId)
    if (!this.#withheld.delete(conversationId) || !draft) return
    wordsOf(conversationId, draft).forEach((event) => this.#pass(event))
  }

  #tellWatchers(conversationId: string): void {
    this.#pass({
      conversationId,
      type: 'watchers.changed',
      payload: { watchers: this.#live.watchers(conversationId) },
    })
  }

  /** What is going on this second, as events, for somebody who has just come. */
  #passingFor(audience: Audience, conversationId: string): EphemeralEvent[] {
    const { draft, typing, preview } = this.#live.passing(conversationId)
    const events: EphemeralEvent[] = []
    if (draft && this.#leases.mayPass(conversationId, draft.epoch))
      events.push(...wordsOf(conversationId, draft).filter(({ type }) => mayRead(audience, type)))
    else if (draft) this.#withheld.add(conversationId)
    if (typing) events.push({ conversationId, type: 'typing.changed', payload: { ...typing, on: true } })
    if (audience === 'operators' && preview)
      events.push({ conversationId, type: 'preview.typed', payload: { text: preview } })
    if (audience === 'operators')
      events.push({
        conversationId,
        type: 'watchers.changed',
        payload: { watchers: this.#live.watchers(conversationId) },
      })
    return events
  }
}

/** What of it the reader has not heard, and where that brings them: a visitor to the last of it, for what they may not read must not be seen to happen. */
function newsOf({ reader, upTo }: Following, hint: Hint): { events: StoredEvent[]; upTo: number } {
  const events = eventsFor(reader.audience, hint.events!).filter(({ seq }) => seq > upTo)
  return { events, upTo: reader.audience === 'operators' ? hint.upTo : (events.at(-1)?.seq ?? upTo) }
}

function textOf(following: Following, conversationId: string, hint: Hint): string {
  return frame({ type: 'events', conversationId, after: following.sent, ...newsOf(following, hint) })
}

function remembered(texts: Map<string, string>, key: string, make: () => string): string {
  let text = texts.get(key)
  if (text === undefined) texts.set(key, (text = make()))
  return text
}

export const frame = (frame: ServerFrame): string => JSON.stringify(frame)
