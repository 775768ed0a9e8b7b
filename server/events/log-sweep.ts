import type { Context } from '../ground/context.ts'
import { Rounds } from '../ground/rounds.ts'
import { hintTopic, type Hint } from './log.ts'

/**
 * Hints only make readers faster. This makes them right: it asks the log itself what moved, and tells the readers in this process of whatever no hint told
 * them, as a hint without events. So what was committed by a process that died before its hint, or behind a broken line, is missed for no longer than a round.
 */
export class LogSweep {
  readonly #ctx: Context
  readonly #rounds: Rounds
  #mark: string | null = null
  /** How far hints came, in this round and the one before it. */
  #heard = new Map<string, number>()
  #heardBefore = new Map<string, number>()
  #stops: (() => void)[] = []

  constructor(ctx: Context) {
    this.#ctx = ctx
    this.#rounds = new Rounds(ctx, 'compare with the log', ctx.timing.sweepIntervalMs * 2, () => this.#compare())
  }

  /** Before any reader loads: what moves from here on is either in what it loads, or told. */
  async start(): Promise<void> {
    this.#mark = (await this.#ctx.db.movedSince(null)).mark
    const { bus } = this.#ctx
    this.#stops = [
      bus.subscribe('moved.*', (hint) => this.#hear(hint as Hint)),
      bus.onGap(() => this.#rounds.runNow()),
    ]
    this.#rounds.start()
  }

  async stop(): Promise<void> {
    this.#stops.forEach((stop) => stop())
    await this.#rounds.stop()
  }

  #hear({ conversationId, upTo }: Hint): void {
    this.#heard.set(conversationId, Math.max(upTo, this.#heard.get(conversationId) ?? 0))
  }

  /** The mark goes on only with an answer, so a database that is away postpones this and loses nothing. */
  async #compare(): Promise<void> {
    const { mark, moved } = await this.#ctx.db.movedSince(this.#mark)
    this.#mark = mark
    const unheard = moved.filter(
      ({ id, seq }) => seq > Math.max(this.#heard.get(id) ?? 0, this.#heardBefore.get(id) ?? 0),
    )
    this.#heardBefore = this.#heard
    this.#heard = new Map()
    for (const { id, seq } of unheard)
      this.#ctx.bus.publishHere(hintTopic(id), { conversationId: id, after: seq, upTo: seq } satisfies Hint)
  }
}
