import { usualSending, type Sending } from '../../protocol/agents/sending.ts'
import type { Hold } from '../../protocol/entities.ts'
import { languageOf } from '../../texts/languages.ts'
import { lines } from '../../texts/lines.ts'
import type { Context } from '../ground/context.ts'
import { Unavailable } from '../ground/errors.ts'
import { Gathered } from '../models/gathered.ts'
import { assessByModel } from './assess-by-model.ts'
import { ModelFailed, type Model, type Turn, type Usage } from '../models/model.ts'
import { modelOf } from '../models/models.ts'
import { DraftStream } from './draft-stream.ts'
import { noteOutage, noteRecovery } from './outages.ts'
import type { Held } from './reply.ts'
import { beginShowing, failRun, finishRun, holdRun, recordCut, releaseRuns } from './runs.ts'
import { type Run } from './run.ts'
import { readTurn } from './turn.ts'
import { noteSearches, unsupportedIn, written, type Noted, type Written } from './written.ts'

/** A prompt that keeps going stale is shown as it is after this many fresh starts; newer messages then get a run of their own. */
const maxRestarts = 3

/** A reply with a claim that nobody gave it waits for so long. */
const claimHoldMs = 6_000

type Ending = 'done' | 'held' | 'failed' | 'superseded' | 'stopping'

/** One run being played: asks the model, passes the gate, streams, posts. */
export class ReplyRun {
  readonly run: Run
  /** The second look at the reply, once it is posted. */
  assessing: Promise<void> | null = null
  readonly #ctx: Context
  #abort = new AbortController()
  #ended: 'superseded' | 'stopping' | 'timeout' | null = null
  #passed = false
  #gating = false
  #restarts = 0
  #model: Model | null = null
  readonly #draft: DraftStream
  readonly #isWatched: (conversationId: string) => boolean
  #sending: Sending = usualSending

  constructor(ctx: Context, run: Run, isWatched: (conversationId: string) => boolean) {
    this.#ctx = ctx
    this.#isWatched = isWatched
    this.run = run
    this.#draft = new DraftStream(ctx, run, () => this.#abort.signal.aborted)
  }

  /** The run is still this process's; `askedAt` is when that was asked. */
  renewed(askedAt: number): void {
    this.#draft.renewed(askedAt)
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
    this.#draft.begin()
    try {
      return await this.#attemptUntilDone()
    } catch (error) {
      return await this.#fail(error)
    } finally {
      clearTimeout(limit)
      this.#draft.rest()
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
    this.#sending = turn.agent.sending ?? usualSending
    this.#draft.unsaid = this.#isUnsaid
    // Where only operators read along, a prompt may have gone stale after the first words.
    this.#draft.takeBack('')
    const gathered = await this.#ask(turn)
    if (!(gathered instanceof Gathered)) return gathered
    const written = await this.#braked(turn, gathered)
    if (!written || typeof written === 'string') return written
    const due = this.#holdFor(written)
    if (due) return this.#hold(turn, written, due)
    if (!this.#passed) {
      const gate = await this.#passGate(turn)
      if (gate !== 'go') return gate === 'again' ? null : this.#release()
    }
    return this.#post(turn, written, gathered.failed)
  }

  /** Where the agent is set so, a reply with a sum, date or promise that nobody gave it is written once more without; failing that it is to be checked. */
  async #braked(turn: Noted, first: Gathered): Promise<Written | Ending | null> {
    const said = this.#write(turn, first)
    const without = unsupportedIn(said.finished)
    if (this.#sending.claims !== 'rephrase' || !without.length) return said
    this.#draft.takeBack('')
    const careful = { ...turn, without }
    const second = await this.#ask(careful, first.usage)
    if (!(second instanceof Gathered)) return second
    second.human ??= first.human
    second.hear({ type: 'note', text: `Written again: ${quoted(without)} stood in nothing it was given.` })
    const again = this.#write(careful, second)
    const still = unsupportedIn(again.finished)
    return still.length ? this.#toBeChecked(careful, second, still) : again
  }

  /** No such claim reaches the visitor: they read that it will be checked, and somebody has to. */
  #toBeChecked(turn: Noted, { usage, by }: Gathered, claimed: string[]): Written {
    const line = new Gathered(usage)
    line.by = by
    line.hear({ type: 'text', text: lines[languageOf(turn.page?.language)].willBeChecked })
    line.hear({
      type: 'note',
      text: `Not sent: it claimed ${quoted(claimed)}, which stands in nothing it was given.`,
    })
    const { reply, finished } = this.#write(turn, line)
    return { reply: { ...reply, toCheck: true }, finished }
  }

  /** What the model says, all of it; or how it ended, null where it is to start over. `spent`: on an earlier try. */
  async #ask(turn: Turn, spent: Usage | null = null): Promise<Gathered | Ending | null> {
    const reply = new Gathered(spent)
    const model = (this.#model = this.#ctx.models.of(turn.agent.model))
    try {
      for await (const part of model.reply(turn, this.#abort.signal)) {
        if (this.#abort.signal.aborted) break
        if (part.type === 'text' && !this.#passed && !this.#isUnsaid) {
          const gate = await this.#passGate(turn)
          if (gate !== 'go') return gate === 'again' ? null : this.#release()
        }
        reply.hear(part)
        if (part.type === 'back') this.#draft.takeBack(reply.text)
        if (part.type === 'text') this.#draft.append(part.text.replaceAll('\0', ''))
      }
    } catch (error) {
      if (!this.#abort.signal.aborted) throw error
    }
    if (this.#ended) return this.#release()
    if (this.#abort.signal.aborted) return null
    if (!reply.text.trim() && !reply.human && !reply.inquiry) throw new ModelFailed('The model answered nothing')
    return reply
  }

  /** What may yet be held back is not shown while it is written, but for operators. */
  get #isUnsaid(): boolean {
    return this.#sending.mode !== 'at_once' || this.#sending.claims !== 'show'
  }

  async #passGate(turn: Turn): Promise<'go' | 'again' | 'lost'> {
    this.#gating = true
    const gate = await beginShowing(this.#ctx, this.run, turn, this.#restarts < maxRestarts)
    this.#gating = false
    if (gate === 'go') this.#passed = true
    return gate
  }

  #write(turn: Noted, gathered: Gathered): Written {
    return written(turn, gathered, { name: this.#model!.name, judges: this.#isAssessedByModel(turn) })
  }

  /** Whether the reply waits, why and until when. A draft waits for a person; everything else only while somebody watches. */
  #holdFor({ finished }: Written): Pick<Hold, 'reason' | 'dueAt'> | null {
    const { mode, holdSeconds, claims } = this.#sending
    if (mode === 'draft') return { reason: 'draft', dueAt: null }
    if (!this.#isWatched(this.run.conversationId)) return null
    if (claims === 'hold' && unsupportedIn(finished).length)
      return {
        reason: 'claim',
        dueAt: Date.now() + Math.max(claimHoldMs, mode === 'hold' ? holdSeconds * 1000 : 0),
      }
    return mode === 'hold' ? { reason: 'hold', dueAt: Date.now() + holdSeconds * 1000 } : null
  }

  async #hold(
    turn: Turn,
    { reply, finished }: Written,
    due: Pick<Hold, 'reason' | 'dueAt'>,
  ): Promise<Ending | null> {
    this.#draft.flush()
    const { lessons, corrections } = turn.taught
    const held: Held = {
      run: this.run,
      reply,
      whispers: turn.whispers.map(({ id }) => id),
      taught: { lessons, corrections },
      judged: this.#isAssessedByModel(turn) ? { turn, reply: finished } : null,
    }
    this.#gating = true
    const gate = await holdRun(this.#ctx, held, due, this.#restarts < maxRestarts)
    this.#gating = false
    if (gate === 'held') return 'held'
    return gate === 'again' ? null : this.#release()
  }

  async #post(turn: Turn, { reply, finished }: Written, failed: string | null): Promise<Ending> {
    this.#draft.flush()
    const messageId = await finishRun(this.#ctx, this.run, reply)
    this.#noteProvider(failed)
    if (!messageId) return this.#release()
    if (this.#isAssessedByModel(turn))
      this.assessing = assessByModel(this.#ctx, this.run, {
        messageId,
        turn,
        reply: finished,
        signals: reply.signals,
      })
    return 'done'
  }

  /** Whether the provider answered, which is told when it changes. No reply waits for that, and none fails with it. */
  #noteProvider(failed: string | null): void {
    if (!this.#model?.check) return
    const { name } = this.#model
    const noted = failed === null ? noteRecovery(this.#ctx, name) : noteOutage(this.#ctx, name, failed)
    void noted.catch((error) => this.#ctx.log.error({ error }, 'could not note how a provider does'))
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
    if (this.#draft.said) await recordCut(this.#ctx, this.run, this.#draft.said)
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

  #drop(): void {
    // A lease that is renewed a moment later must not put it back either.
    this.#abort.abort()
    this.#draft.drop()
  }
}

const quoted = (claims: string[]) => claims.map((claim) => `“${claim}”`).join(', ')
