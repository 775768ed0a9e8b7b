import type { EphemeralEvent, EphemeralType, Payload } from '../../protocol/events.ts'
import type { Context } from '../ground/context.ts'
import { Unavailable } from '../ground/errors.ts'
import { Gathered } from '../models/gathered.ts'
import { publishEphemeral } from '../events/ephemeral.ts'
import { tellsToEscalate } from '../agents/escalation.ts'
import { offersPerson, promisesPerson } from '../language/promise.ts'
import { type Signals } from './escalate.ts'
import { assessByModel } from './assess-by-model.ts'
import { ModelFailed, type Model, type Passage, type Turn } from '../models/model.ts'
import { modelOf } from '../models/models.ts'
import { assemblePrompt, reasoningLayer } from '../models/prompt.ts'
import { noteOutage, noteRecovery } from './outages.ts'
import { beginShowing, failRun, finishRun, recordCut, releaseRuns } from './runs.ts'
import { type Run } from './run.ts'
import { provenanceOf } from '../teaching/read-taught.ts'
import { claimsOf } from '../claims/prompt-claims.ts'
import { readTurn } from './turn.ts'
import { asksSomething, assessReply } from '../judging/assess-reply.ts'
import { type ReplyAssessment, type FinishedReply } from '../models/reply-assessment.ts'

/** A prompt that keeps going stale is shown as it is after this many fresh starts; newer messages then get a run of their own. */
const maxRestarts = 3

/** Words that arrive within this time of each other travel together. */
const flushIntervalMs = 30

type Ending = 'done' | 'failed' | 'superseded' | 'stopping'

/** One run being played: asks the model, passes the gate, streams, posts. */
export class ReplyRun {
  readonly run: Run
  /** The second look at the reply, once it is posted. */
  assessing: Promise<void> | null = null
  readonly #ctx: Context
  #abort = new AbortController()
  #ended: 'superseded' | 'stopping' | 'timeout' | null = null
  #shown = ''
  #unsent = ''
  #flushTimer: NodeJS.Timeout | null = null
  #passed = false
  #gating = false
  #restarts = 0
  #model: Model | null = null
  /** By the monotonic clock. Past it another process may be at this run, so nothing is said until it is known that none is. */
  #leasedUntil: number

  constructor(ctx: Context, run: Run) {
    this.#ctx = ctx
    this.run = run
    this.#leasedUntil = performance.now() + ctx.timing.runLeaseMs
  }

  /** The run is still this process's; `askedAt` is when that was asked. Says so to those who show its draft. */
  renewed(askedAt: number): void {
    this.#leasedUntil = askedAt + this.#ctx.timing.runLeaseMs
    if (this.#abort.signal.aborted) return
    if (this.#unsent) this.#flush()
    else this.#stream('')
  }

  stop(why: 'superseded' | 'stopping' | 'timeout'): void {
    this.#ended ??= why
    this.#abort.abort()
  }

  /** A whisper came or went. Before the first word the prompt is made anew; after it the whisper waits for the next reply. */
  startOver(): void {
    // While the gate decides, it decides for this whisper too: what was committed before it makes the prompt stale, what comes after waits.
    if (!this.#passed && !this.#gating) this.#abort.abort()
  }

  async execute(): Promise<Ending> {
    const limit = setTimeout(() => this.stop('timeout'), await this.#limitMs())
    this.#publish('reply.began', { run: this.run.id, attempt: this.run.attempt, epoch: this.run.epoch })
    try {
      return await this.#attemptUntilDone()
    } catch (error) {
      return await this.#fail(error)
    } finally {
      clearTimeout(limit)
      if (this.#flushTimer) clearTimeout(this.#flushTimer)
    }
  }

  /** Somewhat longer than the model has, so that operators read why it did not answer. */
  async #limitMs(): Promise<number> {
    const { replyMs } = await modelOf(this.#ctx, this.#ctx.db.reads, this.run.agentId)
    return replyMs ? replyMs + 5_000 : this.#ctx.timing.runTimeoutMs
  }

  async #attemptUntilDone(): Promise<Ending> {
    for (;;) {
      const ending = await this.#attempt()
      if (ending) return ending
      this.#restarts++
    }
  }

  /** Null when the prompt went stale before anything was shown. */
  async #attempt(): Promise<Ending | null> {
    this.#abort = new AbortController()
    if (this.#ended) return this.#release()
    const turn = noteSearches(await readTurn(this.#ctx, this.run))
    const reply = new Gathered()
    const model = (this.#model = this.#ctx.models.of(turn.agent.model))
    try {
      for await (const part of model.reply(turn, this.#abort.signal)) {
        if (this.#abort.signal.aborted) break
        if (part.type === 'text' && !this.#passed) {
          const gate = await this.#passGate(turn)
          if (gate !== 'go') return gate === 'again' ? null : this.#release()
        }
        reply.hear(part)
        if (part.type === 'back') this.#takeBack(reply.text)
        if (part.type === 'text') this.#append(part.text.replaceAll('\0', ''))
      }
    } catch (error) {
      if (!this.#abort.signal.aborted) throw error
    }
    if (this.#ended) return this.#release()
    if (this.#abort.signal.aborted) return null
    if (!this.#passed) {
      const gate = await this.#passGate(turn)
      if (gate !== 'go') return gate === 'again' ? null : this.#release()
    }
    if (!reply.text.trim() && !reply.human && !reply.inquiry) throw new ModelFailed('The model answered nothing')
    return this.#finish(turn, reply)
  }

  async #passGate(turn: Turn): Promise<'go' | 'again' | 'lost'> {
    this.#gating = true
    const gate = await beginShowing(this.#ctx, this.run, turn, this.#restarts < maxRestarts)
    this.#gating = false
    if (gate === 'go') this.#passed = true
    return gate
  }

  async #finish(turn: Noted, reply: Gathered): Promise<Ending> {
    this.#flush()
    const { sources, unknown, reasoning, human, inquiry, notes } = reply
    const silent = inquiry ? 'I am checking with a colleague.' : 'Let me get a person for this.'
    const text = reply.text.trim().toWellFormed() || silent
    const passages = [...turn.passages, ...turn.looked]
    const prompt = assemblePrompt({ ...turn, passages }).layers
    const layers = [...prompt, ...reasoningLayer(reasoning)]
    const provenance = [
      ...turn.whispers.map(({ id }) => ({ kind: 'whisper', ref: id })),
      ...provenanceOf(turn.taught),
      ...[...new Set(passages.map(({ articleId }) => articleId))].map((ref) => ({ kind: 'article', ref })),
      ...[...new Set(sources.map(({ id }) => id))].map((ref) => ({ kind: 'cited', ref })),
    ]
    const claims = claimsOf(text, prompt, passages)
    const finished = { text, sources, human: human !== null, passages, unknown, claims, notes }
    const [assessment, seen] = this.#assess(turn, finished, human)
    const signals = { ...seen, inquires: inquiry !== null }
    const messageId = await finishRun(this.#ctx, this.run, {
      text,
      sources,
      layers,
      provenance,
      opinion: assessment,
      signals,
      inquiry,
      spent: reply.usage && { model: reply.by ?? this.#model!.name, usage: reply.usage },
    })
    this.#noteProvider(reply.failed)
    if (!messageId) return this.#release()
    if (this.#isAssessedByModel(turn))
      this.assessing = assessByModel(this.#ctx, this.run, { messageId, turn, reply: finished, signals })
    return 'done'
  }

  /** Whether the provider answered, which is told when it changes. No reply waits for that, and none fails with it. */
  #noteProvider(failed: string | null): void {
    if (!this.#model?.check) return
    const { name } = this.#model
    const noted = failed === null ? noteRecovery(this.#ctx, name) : noteOutage(this.#ctx, name, failed)
    void noted.catch((error) => this.#ctx.log.error({ error }, 'could not note how a provider does'))
  }

  /** Where a model judges by itself, this is only how it looks until then: nothing follows from doubt, and no whisper gets its receipt yet. */
  #assess(turn: Noted, reply: FinishedReply, asked: string | null): [ReplyAssessment, Omit<Signals, 'inquires'>] {
    const assessment = assessReply(turn, reply)
    const signals = {
      asked,
      text: reply.text,
      confidence: assessment.confidence,
      searched: asksSomething(turn) || turn.lookedUp(),
      told: tellsToEscalate(turn.whispers),
      whispered: turn.whispers.some(({ text }) => promisesPerson(text)),
      offers: offersPerson(reply.text),
    }
    return this.#isAssessedByModel(turn)
      ? [
          { ...assessment, whispers: [] },
          { ...signals, confidence: null },
        ]
      : [assessment, signals]
  }

  #isAssessedByModel({ agent }: Turn): boolean {
    return this.#ctx.models.of(agent.model).assess !== undefined
  }

  /** Somebody else has the pen, or this process is going: nothing more is said. */
  async #release(): Promise<Ending> {
    if (this.#ended === 'timeout')
      throw new ModelFailed(`The model did not finish within ${this.#ctx.timing.runTimeoutMs / 1000} s`)
    this.#drop()
    if (this.#ended === 'stopping') return 'stopping'
    if (this.#shown) await recordCut(this.#ctx, this.run, this.#shown)
    return 'superseded'
  }

  async #fail(error: unknown): Promise<Ending> {
    if (!(error instanceof ModelFailed))
      this.#ctx.log.error({ error, conversationId: this.run.conversationId }, 'a reply failed')
    this.#drop()
    // The database was away for a moment: the visitor gets an answer then, and no apology.
    if (error instanceof Unavailable) {
      await releaseRuns(this.#ctx, [this.run])
      return 'stopping'
    }
    if (error instanceof ModelFailed) this.#noteProvider(error.message)
    await failRun(
      this.#ctx,
      this.run,
      error instanceof ModelFailed ? error.message : 'Something broke inside Halo; the server log has the details',
    )
    return 'failed'
  }

  #append(words: string): void {
    this.#unsent += words
    this.#flushTimer ??= setTimeout(() => this.#flush(), flushIntervalMs)
  }

  /** What followed was thinking that no tag had opened. */
  #takeBack(text: string): void {
    this.#unsent = ''
    const { id: run, attempt, epoch } = this.run
    this.#publish('reply.streamed', { run, attempt, epoch, offset: 0, text })
    this.#shown = text
  }

  #flush(): void {
    if (this.#flushTimer) clearTimeout(this.#flushTimer)
    this.#flushTimer = null
    if (!this.#unsent || this.#abort.signal.aborted || performance.now() > this.#leasedUntil) return
    this.#stream(this.#unsent)
    this.#shown += this.#unsent
    this.#unsent = ''
  }

  #stream(text: string): void {
    const { id: run, attempt, epoch } = this.run
    this.#publish('reply.streamed', { run, attempt, epoch, offset: this.#shown.length, text })
  }

  /** What was not sent yet stays unsent: it would put the draft back on screen, where nothing would take it away any more. */
  #drop(): void {
    if (this.#flushTimer) clearTimeout(this.#flushTimer)
    this.#flushTimer = null
    this.#unsent = ''
    // A lease that is renewed a moment later must not put it back either.
    this.#abort.abort()
    this.#publish('reply.dropped', { run: this.run.id })
  }

  #publish<T extends EphemeralType>(type: T, payload: Payload<T>): void {
    publishEphemeral(this.#ctx, { conversationId: this.run.conversationId, type, payload } as EphemeralEvent)
  }
}

/** A turn that knows which passages the model looked up by itself: they entered its reply too, and "what the AI saw" must show them. */
type Noted = Turn & { looked: Passage[]; lookedUp: () => boolean }

function noteSearches(turn: Turn): Noted {
  const looked: Passage[] = []
  let searches = 0
  const isNew = ({ id }: Passage) => ![...turn.passages, ...looked].some((passage) => passage.id === id)
  const note = (found: Passage[]) => {
    looked.push(...found.filter(isNew))
    return found
  }
  const search = (question: string) => {
    searches++
    return note(turn.search(question))
  }
  const find = async (question: string) => {
    searches++
    return note(await turn.find(question))
  }
  return { ...turn, looked, search, find, lookedUp: () => searches > 0 }
}
