import type { EphemeralEvent, EphemeralType, Payload } from '../../protocol/events.ts'
import type { Context } from '../ground/context.ts'
import { publishEphemeral } from '../events/ephemeral.ts'
import type { Run } from './run.ts'

/** Words that arrive within this time of each other travel together. */
const flushIntervalMs = 30

/** The words of a running reply, on their way to whoever may read them. */
export class DraftStream {
  /** Only operators read along; the visitor sees that something is being written. */
  unsaid = false
  readonly #ctx: Context
  readonly #run: Run
  readonly #isStopped: () => boolean
  #shown = ''
  #unsent = ''
  #timer: NodeJS.Timeout | null = null
  /** By the monotonic clock. Past it another process may be at this run, so nothing is said until it is known that none is. */
  #leasedUntil: number

  constructor(ctx: Context, run: Run, isStopped: () => boolean) {
    this.#ctx = ctx
    this.#run = run
    this.#isStopped = isStopped
    this.#leasedUntil = performance.now() + ctx.timing.runLeaseMs
  }

  /** What the visitor has read of it. */
  get said(): string {
    return this.unsaid ? '' : this.#shown
  }

  begin(): void {
    const { id: run, attempt, epoch } = this.#run
    this.#publish('reply.began', { run, attempt, epoch })
  }

  /** The run is still this process's; `askedAt` is when that was asked. Says so to those who show its draft. */
  renewed(askedAt: number): void {
    this.#leasedUntil = askedAt + this.#ctx.timing.runLeaseMs
    if (this.#isStopped()) return
    if (this.#unsent) this.flush()
    else this.#tell(this.#shown.length, '')
  }

  append(words: string): void {
    this.#unsent += words
    this.#timer ??= setTimeout(() => this.flush(), flushIntervalMs)
  }

  /** Only this is the reply so far: what followed was thinking that no tag had opened, or it is written anew. */
  takeBack(text: string): void {
    this.#unsent = ''
    if (!text && !this.#shown) return
    this.#tell(0, text)
    this.#shown = text
  }

  flush(): void {
    this.rest()
    if (!this.#unsent || this.#isStopped() || performance.now() > this.#leasedUntil) return
    this.#tell(this.#shown.length, this.#unsent)
    this.#shown += this.#unsent
    this.#unsent = ''
  }

  /** What was not sent yet stays unsent: it would put the draft back on screen, where nothing would take it away any more. */
  drop(): void {
    this.rest()
    this.#unsent = ''
    this.#publish('reply.dropped', { run: this.#run.id })
  }

  /** Nothing is sent by itself any more. */
  rest(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }

  #tell(offset: number, text: string): void {
    const { id: run, attempt, epoch } = this.#run
    this.#publish(this.unsaid ? 'reply.drafted' : 'reply.streamed', { run, attempt, epoch, offset, text })
  }

  #publish<T extends EphemeralType>(type: T, payload: Payload<T>): void {
    publishEphemeral(this.#ctx, { conversationId: this.#run.conversationId, type, payload } as EphemeralEvent)
  }
}
