import type { Context } from '../ground/context.ts'
import type { Hint } from '../events/log.ts'
import { Unavailable } from '../ground/errors.ts'
import { runsTotal } from '../ground/metrics.ts'
import { onForgotten } from '../privacy/forgotten.ts'
import { ReplyRun } from './reply-run.ts'
import { releaseDue } from './release.ts'
import type { Run } from './run.ts'
import { claimRun, openRuns, releaseRuns, renewLeases } from './runs.ts'

/** Answers visitors: claims runs, streams replies, and lets go at once when a person takes the pen. */
export class Runner {
  readonly #ctx: Context
  readonly #active = new Map<string, ReplyRun>()
  readonly #queued = new Set<string>()
  readonly #requeued = new Set<string>()
  readonly #working = new Set<Promise<void>>()
  /** Given up while the database was away, which could not be told: without that nobody may take them before their lease ends. */
  readonly #owed = new Map<string, Run>()
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
    await releaseRuns(this.#ctx, [...left.map(({ run }) => run), ...this.#owed.values()])
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
    try {
      await this.#giveBack()
      for (const id of await openRuns(this.#ctx)) this.#enqueue(id)
    } catch (error) {
      this.#ctx.log.error({ error }, 'could not look for open runs')
    }
  }

  async #giveBack(): Promise<void> {
    const owed = [...this.#owed.values()]
    await releaseRuns(this.#ctx, owed)
    for (const run of owed) if (this.#owed.get(run.id) === run) this.#owed.delete(run.id)
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
      .catch((error) => this.#ctx.log.error({ error, conversationId }, 'a turn broke; it will be taken again'))
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
    for (let run = await this.#claim(conversationId); run; run = await this.#claim(conversationId)) {
      const replyRun = new ReplyRun(this.#ctx, run, this.#isWatched)
      this.#active.set(conversationId, replyRun)
      try {
        runsTotal.inc({ state: await replyRun.execute() })
        if (replyRun.assessing) this.#track(replyRun.assessing, conversationId)
      } catch (error) {
        this.#owe(run, error)
        throw error
      } finally {
        this.#active.delete(conversationId)
      }
      if (this.#stopping) return
    }
  }

  async #claim(conversationId: string): Promise<Run | null> {
    let claimed: Run | null = null
    try {
      return await claimRun(this.#ctx, conversationId, (run) => (claimed = run))
    } catch (error) {
      // It may have been written all the same.
      if (claimed) this.#owe(claimed, error)
      throw error
    }
  }

  /** Of what broke for another reason the lease runs out: it would break again at once. */
  #owe(run: Run, error: unknown): void {
    if (error instanceof Unavailable) this.#owed.set(run.id, run)
  }
}
