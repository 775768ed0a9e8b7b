import { setTimeout as wait } from 'node:timers/promises'
import { createAnthropic } from '@ai-sdk/anthropic'
import { createOpenAI } from '@ai-sdk/openai'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { APICallError, hasToolCall, isStepCount, streamText, type FinishReason, type LanguageModel } from 'ai'
import { CitationCheck } from './citations.ts'
import { assessWith } from './assess.ts'
import { ModelFailed, splitModel, type Model, type ModelPart, type ModelSettings, type Turn } from './model.ts'
import { assemblePrompt } from './prompt.ts'
import { Speech } from './speech.ts'
import { answeredAndCited, equip, Shown } from './tools.ts'
import { learn, mustHold, type Habits } from './habits.ts'

/** How long a provider may take, in milliseconds. */
export interface Patience {
  /** Without a single token. */
  stall: number
  /** From the question to the last word. */
  reply: number
  /** Waiting for busy or broken providers, all attempts together. */
  retries: number
}

export const patience: Patience = { stall: 15_000, reply: 45_000, retries: 18_000 }
const attempts = 3
const steps = 5

/** A model at a provider, through the AI SDK. */
export function openProvider(
  model: string,
  settings: ModelSettings,
  limits: Partial<Patience> = {},
): Required<Pick<Model, 'reply' | 'assess'>> {
  const language = languageModel(model, settings)
  const limit = { ...patience, ...limits }
  const habits: Habits = {
    model,
    ownWords: splitModel(model).vendor === 'openai-compatible' || settings.url !== null,
  }
  return {
    async *reply(turn, signal) {
      signal.throwIfAborted()
      const begun = Date.now()
      for (let attempt = 1; ; attempt++) {
        let said = false
        try {
          for await (const part of attemptReply({ language, habits }, turn, signal, limit)) {
            said = true
            yield part
          }
          return
        } catch (error) {
          signal.throwIfAborted()
          const pause = said || attempt >= attempts ? null : pauseBefore(attempt, error)
          // Words that were shown cannot be taken back, so only a reply that has not begun is tried again.
          if (pause === null || Date.now() - begun + pause > limit.retries) throw failure(error, limit)
          await wait(pause, undefined, { signal }).catch(() => signal.throwIfAborted())
        }
      }
    },
    assess: (turn, said, signal) => assessWith(language, model, turn, said, signal),
  }
}

function languageModel(model: string, { url, key }: ModelSettings): LanguageModel {
  const { vendor, name } = splitModel(model)
  const baseURL = url ?? undefined
  if (vendor === 'anthropic') return createAnthropic({ apiKey: key ?? undefined, baseURL })(name)
  if (vendor === 'openai') return createOpenAI({ apiKey: key ?? undefined, baseURL })(name)
  return createOpenAICompatible({ name: 'openai-compatible', baseURL: url ?? '', apiKey: key ?? undefined })(name)
}

async function* attemptReply(
  { language, habits }: { language: LanguageModel; habits: Habits },
  turn: Turn,
  signal: AbortSignal,
  limit: Patience,
): AsyncGenerator<ModelPart> {
  const { system, messages } = assemblePrompt(turn)
  const shown = new Shown(turn)
  const check = new CitationCheck(shown)
  const { tools, results } = equip(turn, shown, check)
  const { stream } = streamText({
    model: language,
    instructions: system,
    messages,
    tools,
    stopWhen: [isStepCount(steps), hasToolCall('requestHuman'), answeredAndCited],
    abortSignal: signal,
    maxRetries: 0,
    timeout: { totalMs: limit.reply, firstChunkMs: limit.stall, chunkMs: limit.stall },
    onError: () => {},
  })
  const speech = new Speech(check, () => mustHold(habits, turn))
  for await (const part of stream) {
    signal.throwIfAborted()
    if (part.type === 'error') throw part.error
    if (part.type === 'abort') throw new Stalled()
    if (part.type === 'finish' && part.finishReason === 'content-filter')
      throw new ModelFailed('The provider withheld the answer (content filter).')
    if (part.type === 'finish' && endedEarly(part)) throw new BrokeOff()
    if (part.type === 'start-step') yield* speech.begin()
    if (part.type === 'text-delta' && part.text) yield* speech.hear(part.text)
    if (part.type === 'reasoning-delta' && part.text) yield* speech.think(part.text)
    if (part.type === 'finish-step') yield* speech.end(part.finishReason === 'length')
  }
  learn(habits, speech)
  const rest = results()
  if (!speech.said.trim() && rest.every(({ type }) => type !== 'human'))
    throw new ModelFailed('The provider answered nothing.')
  yield* rest
}

/** The stream was given up on: too long without a token, or too long altogether. */
class Stalled extends Error {}

/** The answer ended before its end. */
class BrokeOff extends Error {}

/** A stream that just stops looks finished; only a provider that gives a reason has said all it wanted to. */
function endedEarly({
  finishReason,
  rawFinishReason,
}: {
  finishReason: FinishReason
  rawFinishReason: string | undefined
}): boolean {
  return (
    finishReason === 'error' ||
    finishReason === 'interrupted' ||
    (finishReason === 'other' && rawFinishReason === undefined)
  )
}

/** The request went through, and then the line or the answer broke: the library reports that as a failed call with status 200. */
const isBrokenLine = (error: unknown) =>
  error instanceof BrokeOff || (APICallError.isInstance(error) && error.statusCode === 200)

/** Milliseconds until another try makes sense, or null when it does not. */
function pauseBefore(attempt: number, error: unknown): number | null {
  if (isBrokenLine(error)) return 0
  if (!APICallError.isInstance(error) || !error.isRetryable) return null
  const asked = Number(error.responseHeaders?.['retry-after'])
  return Number.isFinite(asked) && error.responseHeaders?.['retry-after'] ? asked * 1000 : 500 * 3 ** (attempt - 1)
}

const meanings: Record<number, string> = {
  400: 'it did not accept the request',
  401: 'the key is not accepted',
  402: 'the account has no credit left',
  403: 'the key may not use this model',
  404: 'there is no such model or address',
  413: 'the request is too large',
  429: 'too many requests',
  500: 'something broke there',
  502: 'it is out of reach',
  503: 'it is overloaded',
  504: 'it took too long',
  529: 'it is overloaded',
}

/** Why there is no answer, in words for an operator; never the provider's own text, which may quote the key or the prompt. */
function failure(error: unknown, limit: Patience): ModelFailed {
  if (error instanceof ModelFailed) return error
  if (error instanceof Stalled || (error instanceof Error && error.name === 'TimeoutError'))
    return new ModelFailed(
      `The provider sent nothing for ${limit.stall / 1000} s, or did not finish within ${limit.reply / 1000} s.`,
      { cause: error },
    )
  if (isBrokenLine(error) || !APICallError.isInstance(error))
    return new ModelFailed('The connection to the provider broke off in the middle of the answer.', {
      cause: error,
    })
  if (error.statusCode === undefined) return new ModelFailed('The provider cannot be reached.', { cause: error })
  return new ModelFailed(
    `The provider answered ${error.statusCode}: ${meanings[error.statusCode] ?? (error.statusCode >= 500 ? 'something broke there' : 'it refused the request')}.`,
    { cause: error },
  )
}
