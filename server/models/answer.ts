import { hasToolCall, isStepCount, streamText, type Instructions, type ModelMessage } from 'ai'
import type { LanguageModel } from 'ai'
import { CitationCheck } from './citations.ts'
import { asRefusal, BrokeOff } from './failure.ts'
import { learn, mustHold, type Habits } from './habits.ts'
import { ModelFailed, splitModel, type ModelPart, type ModelSettings, type Turn, type Usage } from './model.ts'
import { assemblePrompt } from './prompt.ts'
import { repaired } from './wire/repair.ts'
import { endOfLastSentence, withRest } from './sentences.ts'
import { Speech } from './speech.ts'
import { answeredAndCited, equip, Shown } from './tools.ts'

/** A model as one reply uses it. */
export interface Voice {
  model: string
  language: LanguageModel
  settings: ModelSettings
  habits: Habits
  secrets: readonly string[]
}

const steps = 5

/** One answer, with as many requests as it takes. `less`: with a shorter prompt, because the whole one was too long. */
export class Answer {
  readonly #voice: Voice
  readonly #turn: Turn
  readonly #signal: AbortSignal
  readonly #less: boolean
  readonly #check: CitationCheck
  readonly #shown: Shown
  readonly #speech: Speech

  constructor(voice: Voice, turn: Turn, { signal, less }: { signal: AbortSignal; less: boolean }) {
    this.#voice = voice
    this.#turn = turn
    this.#signal = signal
    this.#less = less
    this.#shown = new Shown(turn)
    this.#check = new CitationCheck(this.#shown)
    this.#speech = new Speech(this.#check, () => mustHold(voice.habits, turn))
  }

  async *parts(): AsyncGenerator<ModelPart> {
    const { tools, results } = equip(this.#turn, this.#shown, this.#check)
    const wanted = () => results().some(({ type }) => type === 'human')
    let end = yield* this.#ask(this.#turn, this.#voice.settings.tools === false ? undefined : tools)
    if (!this.#speech.said.trim() && end.called && !wanted()) {
      // It looked things up until it had no step left. What it found goes into the prompt, and now it can only answer.
      end = yield* this.#ask({ ...this.#turn, passages: [...this.#shown.passages.values()] }, undefined)
    }
    learn(this.#voice.habits, this.#speech)
    if (!this.#speech.said.trim() && !wanted())
      throw new ModelFailed(
        end.cut
          ? 'The model used up its tokens before its first word; allow it more.'
          : 'The provider answered nothing.',
      )
    if (end.cut && this.#speech.said.trim()) yield* this.#finish()
    yield* results()
  }

  async *#ask(turn: Turn, tools: ReturnType<typeof equip>['tools'] | undefined): AsyncGenerator<ModelPart, End> {
    const { system, messages } = assemblePrompt(turn, { less: this.#less })
    return yield* this.#stream({ system, messages, tools, speech: this.#speech })
  }

  async *#stream({ system, messages, tools, speech }: Request): AsyncGenerator<ModelPart, End> {
    const { language, settings, secrets, model } = this.#voice
    const { stream } = streamText({
      model: language,
      instructions: marked(model, system),
      messages,
      tools,
      stopWhen: [isStepCount(steps), hasToolCall('requestHuman'), answeredAndCited],
      repairToolCall: ({ toolCall }) => repaired(toolCall),
      maxOutputTokens: settings.maxTokens,
      temperature: settings.temperature,
      reasoning: settings.effort,
      abortSignal: this.#signal,
      maxRetries: 0,
      onError: () => {},
    })
    const end: End = { cut: false, called: false }
    for await (const part of stream) {
      this.#signal.throwIfAborted()
      if (part.type === 'error') throw asRefusal(part.error, secrets)
      if (part.type === 'abort') throw new BrokeOff()
      if (part.type === 'start-step') yield* speech.begin()
      if (part.type === 'text-delta' && part.text) yield* speech.hear(part.text)
      if (part.type === 'reasoning-delta' && part.text) yield* speech.think(part.text)
      if (part.type === 'tool-call') end.called = true
      if (part.type === 'finish-step') {
        end.cut = part.finishReason === 'length'
        yield* speech.end(end.cut)
      }
      if (part.type !== 'finish') continue
      yield { type: 'usage', usage: usageOf(part.totalUsage) }
      if (part.finishReason === 'content-filter')
        throw new ModelFailed('The provider withheld the answer (content filter).')
      if (endedEarly(part)) throw new BrokeOff()
    }
    return end
  }

  /** The answer was longer than it may be: once more for its rest, or it ends with its last full sentence. */
  async *#finish(): AsyncGenerator<ModelPart> {
    const { said } = this.#speech
    const { system, messages } = assemblePrompt(this.#turn, { less: this.#less })
    const rest = new Speech(this.#check, () => true, { goesOn: true })
    let end: End = { cut: true, called: false }
    try {
      const request = { system, messages: [...messages, ...goOn(said)], tools: undefined, speech: rest }
      const parts = this.#stream(request)
      for (;;) {
        const next = await parts.next()
        if (next.done) end = next.value
        if (next.done) break
        if (next.value.type !== 'text' && next.value.type !== 'back') yield next.value
      }
    } catch {
      this.#signal.throwIfAborted()
    }
    const { kept, added } = withRest(said, rest.said)
    if (kept < said.length) yield { type: 'back', to: kept }
    if (added) yield { type: 'text', text: added }
    const all = said.slice(0, kept) + added
    if (!end.cut && added.trim()) {
      yield {
        type: 'note',
        text: 'The answer was longer than the model may write at once; a second request finished it.',
      }
      return
    }
    const full = endOfLastSentence(all)
    yield { type: 'back', to: full }
    if (full === 0) yield { type: 'text', text: `${all.trimEnd()}…` }
    yield {
      type: 'note',
      text: 'The answer was longer than the model may write; it ends with its last full sentence.',
    }
  }
}

interface Request {
  system: string
  messages: ModelMessage[]
  tools: ReturnType<typeof equip>['tools'] | undefined
  speech: Speech
}

interface End {
  /** It reached the limit of its length. */
  cut: boolean
  /** A tool was called. */
  called: boolean
}

function goOn(said: string): ModelMessage[] {
  return [
    { role: 'assistant', content: said },
    {
      role: 'user',
      content:
        '<note>\nYour answer was cut off because it was too long. Go on exactly where it stops, with the missing words only, and come to its end soon.\n</note>',
    },
  ]
}

/** Anthropic keeps what is marked, and reads it again at a tenth of the price. */
function marked(model: string, system: string): Instructions {
  if (splitModel(model).vendor !== 'anthropic') return system
  return {
    role: 'system',
    content: system,
    providerOptions: { anthropic: { cacheControl: { type: 'ephemeral' } } },
  }
}

/** A stream that just stops looks finished; only a provider that gives a reason has said all it wanted to. */
function endedEarly({
  finishReason,
  rawFinishReason,
}: {
  finishReason: string
  rawFinishReason?: string
}): boolean {
  return (
    ['error', 'interrupted'].includes(finishReason) || (finishReason === 'other' && rawFinishReason === undefined)
  )
}

interface Counted {
  inputTokens: number | undefined
  outputTokens: number | undefined
  inputTokenDetails?: { cacheReadTokens: number | undefined }
  outputTokenDetails?: { reasoningTokens: number | undefined }
}

export function usageOf({ inputTokens, outputTokens, inputTokenDetails, outputTokenDetails }: Counted): Usage {
  return {
    input: inputTokens ?? 0,
    output: outputTokens ?? 0,
    cached: inputTokenDetails?.cacheReadTokens ?? 0,
    reasoning: outputTokenDetails?.reasoningTokens ?? 0,
  }
}
