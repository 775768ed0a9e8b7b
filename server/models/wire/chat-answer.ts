import type { Ear, Said } from './events-in.ts'
import { errorIn, parsed, Refusal, withoutSecrets } from './refusal.ts'

/** A piece of an answer in the chat protocol, as every server means it. */
export type ChatPiece =
  | { text: string }
  | { reasoning: string }
  | { calls: ToolCall[] }
  | { usage: ChatUsage }
  | { end: string }

/** Tokens, as the protocol names them. */
interface ChatUsage {
  prompt_tokens: number
  completion_tokens: number
  prompt_tokens_details: { cached_tokens: number }
  completion_tokens_details: { reasoning_tokens: number }
}

interface ToolCall {
  id: string
  name: string
  input: string
}

/** Reads an answer in the chat protocol, streamed or whole, from servers that each speak it a little differently. */
export async function* chatAnswer(
  events: AsyncIterable<Said>,
  ear: Ear,
  secrets: readonly string[],
): AsyncGenerator<ChatPiece> {
  const calls = new CallsSoFar()
  let text = ''
  let done = false
  let end: string | null = null
  for await (const said of events) {
    if (said === 'done') {
      done = true
      continue
    }
    const refused = errorIn(said.value)
    if (refused)
      throw new Refusal(
        refused.status,
        withoutSecrets([refused.code, refused.message].filter(Boolean).join(': '), secrets),
      )
    const { choices, usage } = said.value
    if (isRecord(usage)) yield { usage: usageOf(usage) }
    const choice = Array.isArray(choices) ? choices.find((one) => isRecord(one) && !one.index) : undefined
    if (!isRecord(choice)) {
      if (!isRecord(usage)) ear.onGarbage()
      continue
    }
    const delta = messageIn(choice)
    const reasoning = reasoningIn(delta)
    if (reasoning) yield { reasoning }
    // The last event of some servers repeats the whole message.
    const words = choice.delta || !text ? wordsIn(delta.content) : ''
    text += words
    if (words) yield { text: words }
    calls.hear(delta)
    if (typeof choice.finish_reason === 'string' && choice.finish_reason) end = choice.finish_reason
  }
  const all = calls.all()
  if (all.length) yield { calls: all }
  const orderly = end ?? (done || all.length > 0 || endsSentence(text) ? 'stop' : null)
  if (orderly) yield { end: endOf(all.length > 0 ? 'tool_calls' : orderly) }
}

/** A stream that just stops, without saying why, has said all it wanted to only where its words end. */
const endsSentence = (text: string) => /[.!?…。！？)\]"”»*_`]\s*$/u.test(text)

const endOf = (reason: string) => (/^(?:max_(?:output_|new_)?tokens|length)$/i.test(reason) ? 'length' : reason)

function messageIn(choice: Record<string, unknown>): Record<string, unknown> {
  if (isRecord(choice.delta)) return choice.delta
  if (isRecord(choice.message)) return choice.message
  return { content: choice.text }
}

function wordsIn(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map((part) => (isRecord(part) && typeof part.text === 'string' ? part.text : '')).join('')
}

const reasoningFields = ['reasoning_content', 'reasoning', 'reasoning_text', 'thinking', 'reasoning_details']

function reasoningIn(delta: Record<string, unknown>): string {
  const field = reasoningFields.map((name) => textIn(delta[name])).find(Boolean)
  if (field) return field
  return Array.isArray(delta.content)
    ? delta.content.map((part) => (isRecord(part) ? textIn(part.thinking ?? part.reasoning) : '')).join('')
    : ''
}

function textIn(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(textIn).join('')
  return isRecord(value) ? textIn(value.text ?? value.summary ?? value.content) : ''
}

function usageOf(usage: Record<string, unknown>): ChatUsage {
  const { prompt_tokens_details: before, completion_tokens_details: after } = usage
  const cached = (isRecord(before) && before.cached_tokens) || usage.prompt_cache_hit_tokens
  return {
    prompt_tokens: count(usage.prompt_tokens ?? usage.input_tokens),
    completion_tokens: count(usage.completion_tokens ?? usage.output_tokens),
    prompt_tokens_details: { cached_tokens: count(cached) },
    completion_tokens_details: { reasoning_tokens: count(isRecord(after) ? after.reasoning_tokens : 0) },
  }
}

const count = (value: unknown) => (typeof value === 'number' && value > 0 ? Math.round(value) : 0)

/** Tool calls come in pieces, or whole, with their input as text or as an object, and with an index, an id, both or neither. */
class CallsSoFar {
  readonly #calls = new Map<string, ToolCall>()
  #last = ''

  hear(delta: Record<string, unknown>): void {
    const old = isRecord(delta.function_call) ? [{ function: delta.function_call, index: 0 }] : []
    for (const call of [...(Array.isArray(delta.tool_calls) ? delta.tool_calls : []), ...old])
      if (isRecord(call)) this.#hearOne(call)
  }

  #hearOne({ index, id, function: called, ...rest }: Record<string, unknown>): void {
    const { name, arguments: input } = isRecord(called) ? called : rest
    const named = typeof id === 'string' && id ? id : this.#last
    const key = typeof index === 'number' ? `#${index}` : named
    this.#last = key
    const call = this.#calls.get(key) ?? { id: '', name: '', input: '' }
    this.#calls.set(key, call)
    if (typeof id === 'string' && id) call.id = id
    if (typeof name === 'string' && name !== call.name) call.name += name
    if (typeof input === 'string') call.input += input
    else if (isRecord(input)) call.input = JSON.stringify(input)
  }

  all(): ToolCall[] {
    return [...this.#calls.values()]
      .filter(({ name }) => name)
      .map(({ id, name, input }, place) => ({ id: id || `call_${place + 1}`, name, input: usableInput(input) }))
  }
}

/** Input that is missing, or no JSON, must not keep a tool from being called that can do without. */
export function usableInput(input: string): string {
  const value = parsed(input)
  if (isRecord(value)) return input
  return typeof value === 'string' && isRecord(parsed(value)) ? value : '{}'
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
