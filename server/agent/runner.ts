import type { PassingEvent, PassingType, Payload } from '../../protocol/events.ts'
import type { Source } from '../../protocol/entities.ts'
import type { Context } from '../context.ts'
import type { Hint } from '../events/log.ts'
import { passingTopic } from '../realtime/passing.ts'
import { runsTotal } from '../metrics.ts'
import { ModelFailed, type Turn } from './model.ts'
import { assemblePrompt } from './prompt.ts'
import { beginShowing, claimRun, failRun, finishRun, openRuns, recordCut, releaseRuns, renewLeases, type Run } from './runs.ts'
import { readTurn } from './turn.ts'

/** A prompt that keeps going stale is shown as it is after this many fresh starts; newer messages then get a run of their own. */
const freshStarts = 3

/** Words that arrive within this time of each other travel together. */
const breath = 30

/** Answers visitors: claims runs, streams replies, and lets go at once when a person takes the pen. */
export class Runner {
  private readonly ctx: Context
  private readonly active = new Map<string, Performance>()
  private readonly wanted = new Set<string>()
  private readonly again = new Set<string>()
  private readonly working = new Set<Promise<void>>()
  private stopping = false
  private timers: NodeJS.Timeout[] = []
  private unsubscribe: (() => void)[] = []

  constructor(ctx: Context) {
    this.ctx = ctx
  }

  async start(): Promise<void> {
    // One SQLite file has one process, so whatever still runs there belongs to a dead one.
    if (this.ctx.db.dialect === 'sqlite') await releaseRuns(this.ctx, 'all')
    this.unsubscribe = [this.ctx.bus.subscribe('moved.*', (hint) => this.react(hint as Hint)), this.ctx.bus.onGap(() => void this.sweep())]
    this.timers = [setInterval(() => void this.sweep(), this.ctx.timing.sweep), setInterval(() => void this.renew(), this.ctx.timing.runLease / 3)]
    await this.sweep()
  }

  /** No new turns; running replies get `patience` milliseconds to end, the rest are released. */
  async stop(patience = 5000): Promise<void> {
    this.stopping = true
    this.timers.forEach(clearInterval)
    this.unsubscribe.forEach((stop) => stop())
    await Promise.race([Promise.all(this.working), new Promise((resolve) => setTimeout(resolve, patience).unref())])
    const left = [...this.active.values()]
    left.forEach((performance) => performance.stop('stopping'))
    await Promise.all(this.working)
    await releaseRuns(this.ctx, left.map(({ run }) => run))
  }

  private react(hint: Hint): void {
    const performance = this.active.get(hint.conversationId)
    // A hint without its events may hide a takeover; the log decides, through the gate and the insert.
    for (const event of hint.events ?? []) {
      if (event.type === 'takeover.began') performance?.stop('superseded')
      if (event.type === 'whisper.sent' || event.type === 'whisper.withdrawn') performance?.startOver()
    }
    if (hint.asked) this.wake(hint.conversationId)
  }

  private async sweep(): Promise<void> {
    if (this.stopping) return
    await openRuns(this.ctx).then((ids) => ids.forEach((id) => this.wake(id)), (error) => this.ctx.log.error({ error }, 'could not look for open runs'))
  }

  private async renew(): Promise<void> {
    await renewLeases(this.ctx, [...this.active.values()].map(({ run }) => run)).catch((error) => this.ctx.log.error({ error }, 'could not renew run leases'))
  }

  private wake(conversationId: string): void {
    if (this.stopping) return
    // Asked again while at work: the last look may have been a moment too early, so look once more.
    if (this.wanted.has(conversationId)) return void this.again.add(conversationId)
    this.wanted.add(conversationId)
    const work = this.work(conversationId)
      .catch((error) => this.ctx.log.error({ error, conversationId }, 'a turn broke; its lease will run out and it will be taken again'))
      .finally(() => {
        this.working.delete(work)
        this.wanted.delete(conversationId)
        if (this.again.delete(conversationId)) this.wake(conversationId)
      })
    this.working.add(work)
  }

  private async work(conversationId: string): Promise<void> {
    for (let run = await claimRun(this.ctx, conversationId); run; run = this.stopping ? null : await claimRun(this.ctx, conversationId)) {
      const performance = new Performance(this.ctx, run)
      this.active.set(conversationId, performance)
      try {
        runsTotal.inc({ state: await performance.play() })
      } finally {
        this.active.delete(conversationId)
      }
    }
  }
}

type Ending = 'done' | 'failed' | 'superseded' | 'stopping'

/** One run being played: asks the model, passes the gate, streams, posts. */
class Performance {
  readonly run: Run
  private readonly ctx: Context
  private abort = new AbortController()
  private ended: 'superseded' | 'stopping' | 'timeout' | null = null
  private shown = ''
  private unsent = ''
  private breathing: NodeJS.Timeout | null = null
  private passed = false
  private starts = 0

  constructor(ctx: Context, run: Run) {
    this.ctx = ctx
    this.run = run
  }

  stop(why: 'superseded' | 'stopping' | 'timeout'): void {
    this.ended ??= why
    this.abort.abort()
  }

  /** A whisper came or went. Before the first word the prompt is made anew; after it the whisper waits for the next reply. */
  startOver(): void {
    if (!this.passed) this.abort.abort()
  }

  async play(): Promise<Ending> {
    const limit = setTimeout(() => this.stop('timeout'), this.ctx.timing.runLimit)
    this.tell('reply.began', { run: this.run.id, attempt: this.run.attempt, epoch: this.run.epoch })
    try {
      return await this.perform()
    } catch (error) {
      return await this.fail(error)
    } finally {
      clearTimeout(limit)
      if (this.breathing) clearTimeout(this.breathing)
    }
  }

  private async perform(): Promise<Ending> {
    for (;;) {
      const ending = await this.attempt()
      if (ending) return ending
      this.starts++
    }
  }

  /** Null when the prompt went stale before anything was shown. */
  private async attempt(): Promise<Ending | null> {
    this.abort = new AbortController()
    if (this.ended) return this.letGo()
    const turn = await readTurn(this.ctx, this.run)
    const sources = new Map<string, Source>()
    let text = ''
    let human: string | null = null
    try {
      for await (const part of this.ctx.model.reply(turn, this.abort.signal)) {
        if (this.abort.signal.aborted) break
        if (part.type === 'source') sources.set(part.source.id, part.source)
        if (part.type === 'human') human = part.reason
        if (part.type !== 'text' || !part.text) continue
        if (!this.passed) {
          const gate = await this.pass(turn)
          if (gate !== 'go') return gate === 'again' ? null : this.letGo()
        }
        text += part.text
        this.say(part.text)
      }
    } catch (error) {
      if (!this.abort.signal.aborted) throw error
    }
    if (this.ended) return this.letGo()
    if (this.abort.signal.aborted) return null
    if (!this.passed) {
      const gate = await this.pass(turn)
      if (gate !== 'go') return gate === 'again' ? null : this.letGo()
    }
    if (!text.trim() && !human) throw new ModelFailed('The model answered nothing')
    return this.finish(turn, text.trim() || 'Let me get a person for this.', [...sources.values()], human)
  }

  private async pass(turn: Turn): Promise<'go' | 'again' | 'lost'> {
    const gate = await beginShowing(this.ctx, this.run, turn.whispers.map(({ id }) => id), this.starts < freshStarts)
    if (gate === 'go') this.passed = true
    return gate
  }

  private async finish(turn: Turn, text: string, sources: Source[], human: string | null): Promise<Ending> {
    this.flush()
    const { layers } = assemblePrompt(turn)
    const provenance = [
      ...turn.whispers.map(({ id }) => ({ kind: 'whisper', ref: id })),
      ...[...new Set(turn.passages.map(({ articleId }) => articleId))].map((ref) => ({ kind: 'article', ref })),
    ]
    const posted = await finishRun(this.ctx, this.run, { text, sources, layers, provenance, human })
    return posted ? 'done' : this.letGo()
  }

  /** Somebody else has the pen, or this process is going: nothing more is said. */
  private async letGo(): Promise<Ending> {
    if (this.ended === 'timeout') throw new ModelFailed(`The model did not finish within ${this.ctx.timing.runLimit / 1000} s`)
    this.tell('reply.dropped', { run: this.run.id })
    if (this.ended === 'stopping') return 'stopping'
    if (this.shown) await recordCut(this.ctx, this.run, this.shown)
    return 'superseded'
  }

  private async fail(error: unknown): Promise<Ending> {
    if (!(error instanceof ModelFailed)) this.ctx.log.error({ error, conversationId: this.run.conversationId }, 'a reply failed')
    this.tell('reply.dropped', { run: this.run.id })
    await failRun(this.ctx, this.run, error instanceof ModelFailed ? error.message : 'Something broke inside Halo; the server log has the details')
    return 'failed'
  }

  private say(words: string): void {
    this.unsent += words
    this.breathing ??= setTimeout(() => this.flush(), breath)
  }

  private flush(): void {
    if (this.breathing) clearTimeout(this.breathing)
    this.breathing = null
    if (!this.unsent || this.abort.signal.aborted) return
    const { id: run, attempt, epoch } = this.run
    this.tell('reply.streamed', { run, attempt, epoch, offset: this.shown.length, text: this.unsent })
    this.shown += this.unsent
    this.unsent = ''
  }

  private tell<T extends PassingType>(type: T, payload: Payload<T>): void {
    this.ctx.bus.publish(passingTopic(this.run.conversationId), { conversationId: this.run.conversationId, type, payload } as PassingEvent)
  }
}
