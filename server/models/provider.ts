import { setTimeout as wait } from 'node:timers/promises'
import { Answer, type Voice } from './answer.ts'
import { Attention, limits, type Limits } from './attention.ts'
import { failure, pauseBefore } from './failure.ts'
import type { Habits } from './habits.ts'
import { assessWith } from './assess.ts'
import { checkWith } from './check.ts'
import { openLanguage, speaksChat } from './language.ts'
import { splitModel, type Model, type ModelPart, type ModelSettings, type Turn } from './model.ts'
import { refusalIn } from './wire/refusal.ts'
import type { Concession } from './wire/request-body.ts'
import { wireFetch } from './wire/wire.ts'

/** What is to be known outside of what goes wrong at a provider; of secrets it is free. */
export type Trouble = (trouble: Record<string, unknown>, message: string) => void

/** A model at a provider. What is learned of it, from its answers and its refusals, holds as long as this process. */
export class Provider {
  readonly #model: string
  readonly #settings: ModelSettings
  readonly #limits: Limits
  readonly #trouble: Trouble
  readonly #habits: Habits
  readonly #concessions = new Set<Concession>()
  /** Why each was made, in the provider's words. */
  readonly #refused = new Set<string>()
  readonly #secrets: readonly string[]

  constructor(
    model: string,
    settings: ModelSettings,
    { trouble, ...own }: Partial<Limits> & { trouble?: Trouble } = {},
  ) {
    const { silenceMs = limits.silenceMs, replyMs = limits.replyMs, retries = limits.retries } = settings
    this.#model = model
    this.#settings = settings
    this.#limits = { ...limits, silenceMs, replyMs, retries, ...own }
    this.#trouble = trouble ?? (() => {})
    this.#habits = { model, ownWords: speaksChat(model) || settings.url !== null }
    this.#secrets = [
      settings.key,
      ...Object.values(settings.headers ?? {}),
      ...Object.values(settings.query ?? {}),
    ].filter((secret) => secret !== null)
  }

  async *reply(turn: Turn, signal: AbortSignal): AsyncGenerator<ModelPart> {
    signal.throwIfAborted()
    const attention = new Attention(this.#limits)
    using _ = attention.limit()
    const voice = this.#voice(attention)
    const begun = Date.now()
    let less = false
    for (let attempt = 1; ; attempt++) {
      let said = false
      try {
        const answer = new Answer(voice, turn, { signal: AbortSignal.any([signal, attention.signal]), less })
        for await (const part of answer.parts()) {
          said ||= part.type === 'text'
          yield part
        }
        return
      } catch (error) {
        signal.throwIfAborted()
        const cause = attention.signal.aborted ? attention.signal.reason : error
        const shorter: boolean = !said && !less && refusalIn(cause)?.tooLong === true
        less ||= shorter
        const pause = this.#pause(attempt, said ? null : cause, { shorter, begun })
        const failed = failure(cause, this.#hint())
        this.#trouble(
          { model: this.#model, attempt, again: pause !== null, reason: failed.message },
          'a model did not answer',
        )
        // Words that were shown cannot be taken back, so only a reply that has not begun is tried again.
        if (pause === null) throw failed
        await wait(pause, undefined, { signal }).catch(() => signal.throwIfAborted())
      }
    }
  }

  assess: NonNullable<Model['assess']> = (turn, reply, signal) => {
    const attention = new Attention({ ...this.#limits, silenceMs: this.#limits.replyMs })
    const { judge } = this.#settings
    const model = typeof judge === 'object' ? `${splitModel(this.#model).vendor}/${judge.model}` : this.#model
    return assessWith(this.#voice(attention, model), turn, reply, AbortSignal.any([signal, attention.signal]))
  }

  check: NonNullable<Model['check']> = async (signal) => {
    const attention = new Attention(this.#limits)
    using _ = attention.limit()
    return await checkWith(this.#voice(attention), AbortSignal.any([signal, attention.signal]), {
      refused: () => [...this.#refused],
      hint: this.#hint(),
    })
  }

  #voice(attention: Attention, model = this.#model): Voice {
    const send = wireFetch({
      chat: speaksChat(model),
      concessions: model === this.#model ? this.#concessions : new Set(),
      secrets: this.#secrets,
      fetch: this.#settings.fetch ?? fetch,
      onRequest: () => attention.begin(),
      onGarbage: () => this.#trouble({ model }, 'a model sent something that cannot be read; it was passed over'),
      onConcession: (concession, reason) => {
        this.#refused.add(reason)
        this.#trouble(
          { model, without: concession, reason },
          'a model does not take all of a request; it is asked without that from now on',
        )
      },
    })
    return {
      model,
      language: openLanguage(model, this.#settings, send),
      settings: this.#settings,
      habits: this.#habits,
      secrets: this.#secrets,
    }
  }

  /** Null when there is no sense in another try. */
  #pause(attempt: number, error: unknown, { shorter, begun }: { shorter: boolean; begun: number }): number | null {
    if (shorter) return 0
    if (error === null || attempt > this.#limits.retries) return null
    const pause = pauseBefore(attempt, error)
    return pause !== null && Date.now() - begun + pause > this.#limits.retryMs ? null : pause
  }

  #hint(): string | null {
    const { vendor, name } = splitModel(this.#model)
    return vendor === 'openai' && this.#settings.url
      ? `"openai/" asks for OpenAI's own way to answer (/responses), which most other servers lack: try openai-compatible/${name}.`
      : null
  }
}
