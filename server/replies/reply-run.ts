import type { PassingEvent, PassingType, Payload } from '../../protocol/events.ts'
import type { Source } from '../../protocol/entities.ts'
import type { Context } from '../ground/context.ts'
import { shortened } from '../people/visitors/words.ts'
import { pass } from '../realtime/ephemeral.ts'
import { tellsToEscalate } from '../agents/escalation.ts'
import { type Signals } from './escalate.ts'
import { judgeReply } from './judgement.ts'
import { ModelFailed, type Passage, type Turn } from '../models/model.ts'
import { assemblePrompt, reasoningLayer } from '../models/prompt.ts'
import { beginShowing, failRun, finishRun, recordCut } from './runs.ts'
import { type Run } from './run-state.ts'
import { provenanceOf } from './taught.ts'
import { claimsOf } from '../claims/prompt-claims.ts'
import { readTurn } from './turn.ts'
import { asksSomething, opine } from '../judging/verdict.ts'
import { type Opinion, type Said } from '../judging/opinion.ts'

/** A prompt that keeps going stale is shown as it is after this many fresh starts; newer messages then get a run of their own. */
const freshStarts = 3

/** Words that arrive within this time of each other travel together. */
const breath = 30

/** Of what was cited wrongly, as much as an operator wants to read. */
const mostUnknown = 10
const longestCitation = 300

type Ending = 'done' | 'failed' | 'superseded' | 'stopping'

/** One run being played: asks the model, passes the gate, streams, posts. */
export class Performance {
  readonly run: Run
  /** The second look at the reply, once it is posted. */
  judging: Promise<void> | null = null
  private readonly ctx: Context
  private abort = new AbortController()
  private ended: 'superseded' | 'stopping' | 'timeout' | null = null
  private shown = ''
  private unsent = ''
  private breathing: NodeJS.Timeout | null = null
  private passed = false
  private gating = false
  private starts = 0
  /** By the monotonic clock. Past it another process may be at this run, so nothing is said until it is known that none is. */
  private leasedUntil: number

  constructor(ctx: Context, run: Run) {
    this.ctx = ctx
    this.run = run
    this.leasedUntil = performance.now() + ctx.timing.runLease
  }

  /** The run is still this process's; `askedAt` is when that was asked. Says so to those who show its draft. */
  renewed(askedAt: number): void {
    this.leasedUntil = askedAt + this.ctx.timing.runLease
    if (this.abort.signal.aborted) return
    if (this.unsent) this.flush()
    else this.stream('')
  }

  stop(why: 'superseded' | 'stopping' | 'timeout'): void {
    this.ended ??= why
    this.abort.abort()
  }

  /** A whisper came or went. Before the first word the prompt is made anew; after it the whisper waits for the next reply. */
  startOver(): void {
    // While the gate decides, it decides for this whisper too: what was committed before it makes the prompt stale, what comes after waits.
    if (!this.passed && !this.gating) this.abort.abort()
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
    const turn = noteSearches(await readTurn(this.ctx, this.run))
    const sources = new Map<string, Source>()
    const unknown: string[] = []
    let text = ''
    let reasoning = ''
    let human: string | null = null
    try {
      for await (const part of this.ctx.models.of(turn.agent.model).reply(turn, this.abort.signal)) {
        if (this.abort.signal.aborted) break
        if (part.type === 'source') sources.set(part.source.id, part.source)
        if (part.type === 'unknown') unknown.push(shortened(part.cited, longestCitation))
        if (part.type === 'human') human = part.reason
        if (part.type === 'thought') reasoning += part.text.replaceAll('\0', '')
        if (part.type === 'back') {
          text = text.slice(0, part.to)
          this.takeBack(text)
        }
        const words = part.type === 'text' ? part.text.replaceAll('\0', '') : ''
        if (!words) continue
        if (!this.passed) {
          const gate = await this.pass(turn)
          if (gate !== 'go') return gate === 'again' ? null : this.letGo()
        }
        text += words
        this.say(words)
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
    return this.finish(
      turn,
      text.trim().toWellFormed() || 'Let me get a person for this.',
      { sources: [...sources.values()], unknown: unknown.slice(0, mostUnknown), reasoning },
      human,
    )
  }

  private async pass(turn: Turn): Promise<'go' | 'again' | 'lost'> {
    this.gating = true
    const gate = await beginShowing(this.ctx, this.run, turn, this.starts < freshStarts)
    this.gating = false
    if (gate === 'go') this.passed = true
    return gate
  }

  private async finish(
    turn: Noted,
    text: string,
    { sources, unknown, reasoning }: { sources: Source[]; unknown: string[]; reasoning: string },
    human: string | null,
  ): Promise<Ending> {
    this.flush()
    const passages = [...turn.passages, ...turn.looked]
    const layers = [...assemblePrompt({ ...turn, passages }).layers, ...reasoningLayer(reasoning)]
    const provenance = [
      ...turn.whispers.map(({ id }) => ({ kind: 'whisper', ref: id })),
      ...provenanceOf(turn.taught),
      ...[...new Set(passages.map(({ articleId }) => articleId))].map((ref) => ({ kind: 'article', ref })),
      ...[...new Set(sources.map(({ id }) => id))].map((ref) => ({ kind: 'cited', ref })),
    ]
    const claims = claimsOf(text, layers, passages)
    const said = { text, sources, human: human !== null, passages, unknown, claims }
    const [opinion, signals] = this.thinkOf(turn, said, human)
    const messageId = await finishRun(this.ctx, this.run, { text, sources, layers, provenance, opinion, signals })
    if (!messageId) return this.letGo()
    if (this.judges(turn)) this.judging = judgeReply(this.ctx, this.run, { messageId, turn, said, signals })
    return 'done'
  }

  /** Where a model judges by itself, this is only how it looks until then: nothing follows from doubt, and no whisper gets its receipt yet. */
  private thinkOf(turn: Noted, said: Said, asked: string | null): [Opinion, Signals] {
    const opinion = opine(turn, said)
    const signals = {
      asked,
      text: said.text,
      confidence: opinion.confidence,
      searched: asksSomething(turn) || turn.lookedUp(),
      told: tellsToEscalate(turn.whispers),
    }
    return this.judges(turn)
      ? [
          { ...opinion, whispers: [] },
          { ...signals, confidence: null },
        ]
      : [opinion, signals]
  }

  private judges({ agent }: Turn): boolean {
    return this.ctx.models.of(agent.model).judge !== undefined
  }

  /** Somebody else has the pen, or this process is going: nothing more is said. */
  private async letGo(): Promise<Ending> {
    if (this.ended === 'timeout')
      throw new ModelFailed(`The model did not finish within ${this.ctx.timing.runLimit / 1000} s`)
    this.drop()
    if (this.ended === 'stopping') return 'stopping'
    if (this.shown) await recordCut(this.ctx, this.run, this.shown)
    return 'superseded'
  }

  private async fail(error: unknown): Promise<Ending> {
    if (!(error instanceof ModelFailed))
      this.ctx.log.error({ error, conversationId: this.run.conversationId }, 'a reply failed')
    this.drop()
    await failRun(
      this.ctx,
      this.run,
      error instanceof ModelFailed ? error.message : 'Something broke inside Halo; the server log has the details',
    )
    return 'failed'
  }

  private say(words: string): void {
    this.unsent += words
    this.breathing ??= setTimeout(() => this.flush(), breath)
  }

  /** What followed was thinking that no tag had opened. */
  private takeBack(text: string): void {
    this.unsent = ''
    const { id: run, attempt, epoch } = this.run
    this.tell('reply.streamed', { run, attempt, epoch, offset: 0, text })
    this.shown = text
  }

  private flush(): void {
    if (this.breathing) clearTimeout(this.breathing)
    this.breathing = null
    if (!this.unsent || this.abort.signal.aborted || performance.now() > this.leasedUntil) return
    this.stream(this.unsent)
    this.shown += this.unsent
    this.unsent = ''
  }

  private stream(text: string): void {
    const { id: run, attempt, epoch } = this.run
    this.tell('reply.streamed', { run, attempt, epoch, offset: this.shown.length, text })
  }

  /** What was not sent yet stays unsent: it would put the draft back on screen, where nothing would take it away any more. */
  private drop(): void {
    if (this.breathing) clearTimeout(this.breathing)
    this.breathing = null
    this.unsent = ''
    this.tell('reply.dropped', { run: this.run.id })
  }

  private tell<T extends PassingType>(type: T, payload: Payload<T>): void {
    pass(this.ctx, { conversationId: this.run.conversationId, type, payload } as PassingEvent)
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
