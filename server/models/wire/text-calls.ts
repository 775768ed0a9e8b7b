import { parsed } from './refusal.ts'
import { beginningsOf } from './doubt.ts'

/** A tool call that a model wrote into its words, as models do whose server has no parser for them. */
interface TextCall {
  name: string
  input: string
}

const tools = ['searchKnowledge', 'citeSources', 'requestHuman', 'askTeam']
const anyTool = tools.join('|')
const longest = 8_000
const tags =
  '(?:tool_?calls?|function_?calls?|functions?|invoke|tool_?use|tool|tool_code|tool_request|tool_response|antml:[\\w]+)'
const openTag = new RegExp(`^<\\s*(${tags})\\b[^<>]{0,200}>`, 'i')
const maybeTag = new RegExp(`^<\\s*[\\w:]{0,20}(?:[\\s=][^<>]{0,200})?$`)
const named = new RegExp(
  `^(?:functions?\\s*[.:]?\\s*)?(${anyTool})(?::\\d+)?\\s*(?:\\[ARGS\\]\\s*|Action Input:\\s*|<[^<>]*>\\s*)?(?:\`\`\`(?:json)?\\s*)?(?=[{(])`,
  'i',
)
const maybeNamed = new RegExp(
  `^(?:functions?\\s*[.:]?\\s*)?(?:${anyTool})(?::\\d*)?\\s*(?:\\[A?R?G?S?\\]?\\s*|A[\\w ]{0,12}:?\\s*|\`{1,3}(?:j?s?o?n?)?\\s*)?$`,
  'i',
)
const maybeName = new RegExp(`^\\s*(?:${tools.map((name) => beginningsOf(name, 1)).join('|')})\\s*\\(?$`, 'i')
const starts = new RegExp(`[{\`<[]|(?:functions?[.:]?)?(?:${anyTool})`, 'i')
const unfinished = new RegExp(
  `\\b(?:functions?[.:]?|(?:functions?[.:]?)?(?:${['function', ...tools].map((word) => beginningsOf(word, 1)).join('|')}))$`,
  'i',
)
/** The keys that such a call has, one of which comes first. */
const callKeys = [
  'name',
  'tool',
  'tool_name',
  'function',
  'function_name',
  'function_call',
  'tool_call',
  'tool_calls',
  'type',
  'id',
  'action',
  'action_input',
  'arguments',
  'parameters',
  'recipient_name',
  'input',
  'args',
  'call',
]
const firstKey = /^\s*(?:"(\w*)("?))?/

type Read =
  | { length: number; calls: TextCall[]; foreign: boolean }
  | /** It depends on what follows. */ 'open'
  | null

/** Lets words pass and keeps tool calls out of them, however they are written: alone, fenced, in tags, with words around. */
export class CallFilter {
  readonly calls: TextCall[] = []
  #held = ''
  /** Something that has the form of a call and names no tool; words follow, or it was all. */
  #foreign = ''
  #spoke = false

  hear(text: string): string {
    this.#held += text
    return this.#release(false)
  }

  end(): string {
    const rest = this.#release(true)
    // Alone it was meant as a call; nobody is to read it.
    this.#foreign = ''
    return rest
  }

  #release(ended: boolean): string {
    let said = ''
    for (;;) {
      const at = this.#held.search(starts)
      if (at < 0) break
      said += this.#say(this.#held.slice(0, at))
      this.#held = this.#held.slice(at)
      const read = readCall(this.#held, ended)
      if (read === 'open') return said
      const length = read?.length ?? lengthOfStart(this.#held)
      const words = this.#held.slice(0, length)
      this.#held = this.#held.slice(length)
      if (!read) said += this.#say(words)
      else if (!read.foreign) this.calls.push(...read.calls)
      else if (this.#spoke || said) said += this.#say(words)
      else this.#foreign += words
    }
    const kept = ended ? 0 : (unfinished.exec(this.#held)?.[0].length ?? 0)
    said += this.#say(this.#held.slice(0, this.#held.length - kept))
    this.#held = this.#held.slice(this.#held.length - kept)
    return said
  }

  #say(text: string): string {
    if (!text.trim() && !this.#spoke) return this.#foreign ? '' : text
    this.#spoke = true
    const said = this.#foreign + text
    this.#foreign = ''
    return said
  }
}

/** The calls in a whole text. */
export function callsIn(text: string): TextCall[] {
  const filter = new CallFilter()
  filter.hear(text)
  filter.end()
  return filter.calls
}

/** What is no call is passed over: one sign, or the whole row of backticks. */
const lengthOfStart = (text: string) => /^`+/.exec(text)?.[0].length ?? 1

function readCall(text: string, ended: boolean): Read {
  const read = readAny(text)
  if (read !== 'open') return read
  if (!ended && text.length < longest) return 'open'
  // Its end was left out, as a server does that stops there.
  const tag = openTag.exec(text)?.[1]
  const closed = readAny(text + (tag ? `</${tag}>` : '\n```'))
  if (closed && closed !== 'open' && closed.calls.length) return { ...closed, length: text.length }
  // It never ended. What names a tool of ours was a call; the rest is words.
  return new RegExp(`${anyTool}|TOOL_CALLS|^<\\s*${tags}\\b`, 'i').test(text)
    ? { length: text.length, calls: [], foreign: false }
    : null
}

function readAny(text: string): Read {
  if (text[0] === '`') return readFenced(text)
  if (text[0] === '<') return readTagged(text)
  if (text[0] === '{') return readJson(text)
  if (text[0] === '[') return readList(text)
  return readNamed(text)
}

function readFenced(text: string): Read {
  const fence = /^(`{1,})[\w-]*[ \t]*\n?\s*/.exec(text)!
  const after = text.slice(fence[0].length)
  if (fence[0].length === text.length) return fence[1]!.length > 3 || /\n\s*\n/.test(fence[0]) ? null : 'open'
  if (!/^[{[<]/.test(after) && !named.test(after)) return maybeNamed.test(after) ? 'open' : null
  const inside = readAny(after)
  if (!inside || inside === 'open') return inside
  const rest = after.slice(inside.length)
  const close = new RegExp(`^\\s*${fence[1]!}`).exec(rest)
  if (close) return { ...inside, length: fence[0].length + inside.length + close[0].length }
  return /^\s*`*$/.test(rest) ? 'open' : null
}

function readTagged(text: string): Read {
  const open = openTag.exec(text)
  if (!open) return maybeTag.test(text) ? 'open' : null
  const close = new RegExp(`<\\s*/\\s*${open[1]!.replace(/^antml:/, '(?:antml:)?')}\\s*>`, 'i').exec(text)
  if (!close) return 'open'
  const length = close.index + close[0].length
  return { length, calls: callsWithin(text.slice(0, length)), foreign: false }
}

/** Within tags calls are written as JSON, or as tags for the tool and each of its parameters. */
function callsWithin(text: string): TextCall[] {
  const json = text.indexOf('{') >= 0 ? jsonAt(text.slice(text.indexOf('{'))) : null
  const name = new RegExp(anyTool).exec(text)?.[0]
  const calls = json ? callsOf(parsed(json)) : []
  if (calls.length) return calls
  if (!name) return []
  if (json) return [{ name, input: json }]
  const parameters = [
    ...text.matchAll(/<\s*(?:parameter|arg|param)(?:\s*name)?\s*=\s*["']?(\w+)["']?\s*>([\s\S]*?)<\s*\//g),
  ]
  return [
    { name, input: JSON.stringify(Object.fromEntries(parameters.map(([, key, value]) => [key, valueOf(value!)]))) },
  ]
}

const valueOf = (text: string) => parsed(text.trim()) ?? text.trim()

function readJson(text: string): Read {
  const inside = text.slice(1)
  const [all, key, closed] = firstKey.exec(inside)!
  if (key === undefined) return inside.trim() === '' ? 'open' : null
  const isCallKey = closed ? callKeys.includes(key) : callKeys.some((known) => known.startsWith(key))
  if (!isCallKey) return null
  if (!closed && all!.length < inside.length) return null
  const json = jsonAt(text)
  if (!json) return 'open'
  return readValue(json)
}

function readList(text: string): Read {
  const pythonic = new RegExp(`^\\[\\s*(?:${anyTool})\\s*\\(`, 'i').exec(text)
  if (pythonic) {
    const end = /\)\s*\]/.exec(text)
    if (!end) return 'open'
    const inside = text.slice(1, end.index + 1)
    const calls = inside.split(/\),\s*(?=\w+\()/).flatMap((one) => pythonicCall(one))
    return { length: end.index + end[0].length, calls, foreign: false }
  }
  const marker = /^\[TOOL_CALLS\]\s*/i.exec(text)
  if (marker) {
    const inside = readAny(text.slice(marker[0].length) || '{')
    if (!inside || inside === 'open') return 'open'
    return { ...inside, foreign: false, length: marker[0].length + inside.length }
  }
  if (/^\[\s*$/.test(text) || new RegExp(`^\\[(?:${beginningsOf('TOOL_CALLS]', 1)})$`).test(text)) return 'open'
  if (!/^\[\s*\{/.test(text)) return maybeName.test(text.slice(1)) ? 'open' : null
  const first = readJson(text.slice(text.indexOf('{')))
  if (first === null) return null
  const json = jsonAt(text)
  return json ? readValue(json) : 'open'
}

function readValue(json: string): Read {
  const value = parsed(json)
  const calls = callsOf(value)
  if (calls.length) return { length: json.length, calls, foreign: false }
  return hasCallForm(value) ? { length: json.length, calls: [], foreign: true } : null
}

function readNamed(text: string): Read {
  const found = named.exec(text)
  if (!found) return maybeNamed.test(text) ? 'open' : null
  const rest = text.slice(found[0].length)
  const name = nameOf(found[1]!)!
  const fence = found[0].includes('```') ? 3 : 0
  if (rest[0] === '{') {
    const json = jsonAt(rest)
    if (!json) return 'open'
    const after = rest.slice(json.length)
    if (fence && /^\s*`{0,2}$/.test(after)) return 'open'
    const close = fence ? /^\s*```/.exec(after) : null
    return {
      length: found[0].length + json.length + (close?.[0].length ?? 0),
      calls: [{ name, input: json }],
      foreign: false,
    }
  }
  const end = closingParenthesis(rest)
  if (end < 0) return 'open'
  return { length: found[0].length + end + 1, calls: pythonicCall(name + rest.slice(0, end + 1)), foreign: false }
}

/** `searchKnowledge(query="…")`, `searchKnowledge({"query": "…"})`, `requestHuman("…")`. */
function pythonicCall(text: string): TextCall[] {
  const [, called, inside = ''] = /^\s*(\w+)\s*\(([\s\S]*?)\)?\s*$/.exec(text) ?? []
  const name = nameOf(called ?? '')
  if (!name) return []
  if (inside.trim().startsWith('{')) return [{ name, input: inside.trim() }]
  const given = [...inside.matchAll(/(\w+)\s*[=:]\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\[[^\]]*\])/g)]
  const input = Object.fromEntries(
    given.map(([, key, value]) => [key, parsed(value!.replace(/^'|'$/g, '"')) ?? value]),
  )
  const bare = parsed(inside.trim().replace(/^'|'$/g, '"'))
  if (!given.length && typeof bare === 'string')
    return [{ name, input: JSON.stringify({ query: bare, reason: bare }) }]
  return [{ name, input: JSON.stringify(input) }]
}

function closingParenthesis(text: string): number {
  let quote = ''
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!
    if (quote) {
      if (sign === '\\') at++
      else if (sign === quote) quote = ''
    } else if (sign === '"' || sign === "'") quote = sign
    else if (sign === '(') depth++
    else if (sign === ')' && --depth === 0) return at
  }
  return -1
}

/** The JSON value at the beginning of a text; null while it has not ended. */
function jsonAt(text: string): string | null {
  let quoted = false
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!
    if (quoted) {
      if (sign === '\\') at++
      else if (sign === '"') quoted = false
    } else if (sign === '"') quoted = true
    else if (sign === '{' || sign === '[') depth++
    else if ((sign === '}' || sign === ']') && --depth === 0) return text.slice(0, at + 1)
  }
  return null
}

/** The calls of our tools that a JSON value describes. */
function callsOf(value: unknown): TextCall[] {
  if (Array.isArray(value)) return value.flatMap(callsOf)
  if (typeof value !== 'object' || value === null) return []
  const call = value as Record<string, unknown>
  const nested = call.tool_calls ?? call.tool_call ?? call.function_call ?? call.calls
  if (nested) return callsOf(nested)
  if (typeof call.function === 'object') return callsOf(call.function)
  const name = nameOf(String(nameIn(call) ?? ''))
  return name ? [{ name, input: inputIn(call) }] : []
}

const nameIn = (call: Record<string, unknown>) =>
  call.name ??
  call.tool ??
  call.tool_name ??
  call.function ??
  call.function_name ??
  call.action ??
  call.recipient_name

function inputIn(call: Record<string, unknown>): string {
  const input = call.arguments ?? call.parameters ?? call.input ?? call.args ?? call.action_input
  return typeof input === 'string' && input ? input : JSON.stringify(input ?? {})
}

const hasCallForm = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.length > 0 && value.every(hasCallForm)
    : typeof value === 'object' &&
      value !== null &&
      ['tool_calls', 'function_call', 'tool_call'].some(
        (key) =>
          key in value ||
          (nameIn(value as Record<string, unknown>) &&
            ['arguments', 'parameters', 'args', 'action_input'].some((one) => one in value)),
      )

const nameOf = (called: string): string | null =>
  tools.find((tool) => tool.toLowerCase() === called.replace(/^functions?\./i, '').toLowerCase()) ?? null
