import type { Context } from '../ground/context.ts'
import type { Hint } from '../events/log.ts'
import { runsTotal } from '../ground/metrics.ts'
import { onForgotten } from '../privacy/forgotten.ts'
import { ReplyRun } from './reply-run.ts'
import { releaseDue } from './release.ts'
import { claimRun, openRuns, releaseRuns, renewLeases } from './runs.ts'

/** Answers visitors: claims runs, streams replies, and lets go at once when a person takes the pen. */
export class Runner {
  readonly #ctx: Context
  readonly #active = new Map<string, ReplyRun>()
  readonly #queued = new Set<string>()
  readonly #requeued = new Set<string>()
  readonly #working = new Set<Promise<void>>()
  #stopping = false
  #timers: NodeJS.Timeout[] = []
  #unsubscribe: (() => void)[] = []

  /** Whether an operator reads along there. */
  readonly #isWatched: (conversationId: string) => boolean

  constructor(ctx: Context, isWatched: (conversationId: string) => boolean) {
    this.#ctx = ctx
    this.#isWatched = isWatched
  }

  async start(): Promise<void> {
    // One SQLite file has one process, so whatever still runs there belongs to a dead one.
    if (this.#ctx.db.dialect === 'sqlite') await releaseRuns(this.#ctx, 'all')
    this.#unsubscribe = [
      this.#ctx.bus.subscribe('moved.*', (hint) => this.#react(hint as Hint)),
      onForgotten(this.#ctx, (id) => this.#active.get(id)?.stop('superseded')),
      this.#ctx.bus.onGap(() => void this.#sweep()),
    ]
    this.#timers = [
      setInterval(() => void this.#sweep(), this.#ctx.timing.sweepIntervalMs),
      setInterval(() => void this.#releaseDue(), this.#ctx.timing.sweepIntervalMs / 2),
      setInterval(() => void this.#renew(), this.#ctx.timing.runLeaseMs / 5),
    ]
    await this.#sweep()
  }

  /** No new turns; running replies get `timeoutMs` to end, the rest are released. */
  async stop(timeoutMs = 5000): Promise<void> {
    this.#stopping = true
    this.#timers.forEach(clearInterval)
    this.#unsubscribe.forEach((stop) => stop())
    await Promise.race([
      Promise.all(this.#working),
      new Promise((resolve) => setTimeout(resolve, timeoutMs).unref()),
    ])
    const left = [...this.#active.values()]
    left.forEach((replyRun) => replyRun.stop('stopping'))
    await Promise.all(this.#working)
    await releaseRuns(
      this.#ctx,
      left.map(({ run }) => run),
    )
  }

  #react(hint: Hint): void {
    const replyRun = this.#active.get(hint.conversationId)
    // A hint without its events may hide a takeover; the log decides, through the gate and the insert.
    for (const event of hint.events ?? []) {
      if (event.type === 'takeover.began' || event.type === 'visitor.shut_out') replyRun?.stop('superseded')
      if (event.type === 'whisper.sent' || event.type === 'whisper.withdrawn') replyRun?.startOver()
    }
    if (hint.request) this.#enqueue(hint.conversationId)
  }

  async #sweep(): Promise<void> {
    if (this.#stopping) return
    await openRuns(this.#ctx).then(
      (ids) => ids.forEach((id) => this.#enqueue(id)),
      (error) => this.#ctx.log.error({ error }, 'could not look for open runs'),
    )
  }

  /** Held replies whose time is up, whichever process wrote them. */
  async #releaseDue(): Promise<void> {
    await releaseDue(this.#ctx, Date.now()).catch((error) =>
      this.#ctx.log.error({ error }, 'could not send what was held'),
    )
  }

  async #renew(): Promise<void> {
    const performances = [...this.#active.values()]
    const askedAt = performance.now()
    try {
      const lost = await renewLeases(
        this.#ctx,
        performances.map(({ run }) => run),
      )
      for (const each of performances) {
        if (lost.has(each.run.id)) each.stop('superseded')
        else each.renewed(askedAt)
      }
    } catch (error) {
      this.#ctx.log.error({ error }, 'could not renew run leases')
    }
  }

  #enqueue(conversationId: string): void {
    if (this.#stopping) return
    // Asked again while at work: the last look may have been a moment too early, so look once more.
    if (this.#queued.has(conversationId)) return void this.#requeued.add(conversationId)
    this.#queued.add(conversationId)
    const work = this.#work(conversationId)
      .catch((error) =>
        this.#ctx.log.error(
          { error, conversationId },
          'a turn broke; its lease will run out and it will be taken again',
        ),
      )
      .finally(() => {
        this.#working.delete(work)
        this.#queued.delete(conversationId)
        if (this.#requeued.delete(conversationId)) this.#enqueue(conversationId)
      })
    this.#working.add(work)
  }

  /** The second look holds up neither this conversation's next reply nor anybody else, but this process does not end without it. */
  #track(assessing: Promise<void>, conversationId: string): void {
    const tracked = assessing
      .catch((error) => this.#ctx.log.error({ error, conversationId }, 'a reply could not be judged'))
      .finally(() => this.#working.delete(tracked))
    this.#working.add(tracked)
  }

  async #work(conversationId: string): Promise<void> {
    for (
      let run = await claimRun(this.#ctx, conversationId);
      run;
      run = this.#stopping ? null : await claimRun(this.#ctx, conversationId)
    ) {
      const replyRun = new ReplyRun(this.#ctx, run, this.#isWatched)
      this.#active.set(conversationId, replyRun)
      try {
        runsTotal.inc({ state: await replyRun.execute() })
        if (replyRun.assessing) this.#track(replyRun.assessing, conversationId)
      } finally {
        this.#active.delete(conversationId)
      }
    }
  }
}
