import type { Refusal } from './refusal.ts'

type Body = Record<string, unknown>
interface Message {
  role: string
  content?: unknown
  tool_calls?: { function?: { name?: string } }[]
  name?: string
}

/** What a server has been found not to take. It is remembered, and left out of every later request. */
export type Concession = 'tools' | 'system' | 'stream' | 'longer' | 'schema' | `-${string}`

/** What could be left out of the request so that it is taken; null when nothing would help. */
export function concessionFor({ status, reason }: Refusal, body: Body): Concession | null {
  // Some servers report what a template cannot do as a fault of their own.
  if (status === 401 || status === 402 || status === 403 || status === 429) return null
  const has = (name: string) => body[name] !== undefined
  if (has('max_tokens') && /max_completion_tokens/i.test(reason)) return 'longer'
  if (has('response_format') && /response_format|json_schema|json_object|structured|grammar/i.test(reason))
    return isSchema(body) ? 'schema' : '-response_format'
  for (const [name, words] of Object.entries(optional)) if (has(name) && words.test(reason)) return `-${name}`
  const named = foreign.exec(reason)?.slice(1).find(Boolean)
  if (named && has(named) && !needed.has(named)) return named === 'tool_choice' ? 'tools' : `-${named}`
  if (has('tools') && /\btool|function.?call|--jinja/i.test(reason)) return 'tools'
  if (
    /system.{0,12}(?:role|message|prompt|instruction)|(?:role|message).{0,12}\bsystem\b|developer instruction/i.test(
      reason,
    ) &&
    messagesOf(body).some(({ role }) => role === 'system')
  )
    return 'system'
  if (
    body.stream === true &&
    status < 500 &&
    /\bstream(?:ing|ed)?\b.{0,40}(?:not|un)|(?:not|un).{0,40}\bstream/i.test(reason)
  )
    return 'stream'
  return null
}

const optional: Record<string, RegExp> = {
  stream_options: /stream_options|include_usage/i,
  temperature: /temperature/i,
  reasoning_effort: /reasoning|thinking/i,
  max_tokens: /max_tokens/i,
  max_completion_tokens: /max_completion_tokens/i,
}
const foreign =
  /(?:unrecognized|unknown|unsupported|unexpected|extra|additional|invalid)[^'"`:]{0,40}(?:argument|parameter|field|key|property|inputs?)s?[^'"`\w]*(?:supplied|provided|name)?[:\s]*['"`]?(\w+)|['"`](\w+)['"`]\s*:?\s*(?:is (?:not|un)|extra inputs)/i
const needed = new Set(['model', 'messages', 'stream', 'tools'])
const isSchema = (body: Body) => (body.response_format as { type?: string } | undefined)?.type === 'json_schema'

/** The request without what the server does not take. */
export function concede(body: Body, concessions: ReadonlySet<Concession>): Body {
  const { max_tokens: most, ...rest } = body
  let made: Body = concessions.has('longer') && most !== undefined ? { ...rest, max_completion_tokens: most } : body
  if (concessions.has('schema') && isSchema(made)) made = { ...made, response_format: { type: 'json_object' } }
  if (concessions.has('stream')) made = { ...made, stream: undefined, stream_options: undefined }
  const without = [...concessions].filter((one) => one.startsWith('-')).map((one) => one.slice(1))
  if (concessions.has('tools')) without.push('tools', 'tool_choice', 'parallel_tool_calls')
  made = Object.fromEntries(Object.entries(made).filter(([name]) => !without.includes(name)))
  if (made.tools === undefined) made.messages = withoutToolTurns(messagesOf(made))
  if (concessions.has('system')) made.messages = withoutSystem(messagesOf(made))
  return made
}

const messagesOf = (body: Body) => (Array.isArray(body.messages) ? (body.messages as Message[]) : [])

/** What tools answered becomes something that the user says. */
function withoutToolTurns(messages: Message[]): Message[] {
  if (!messages.some(({ role, tool_calls }) => role === 'tool' || tool_calls?.length)) return messages
  return joined(
    messages.flatMap((message): Message[] => {
      if (message.role === 'tool')
        return [{ role: 'user', content: `<knowledge>\n${textOf(message.content)}\n</knowledge>` }]
      if (!message.tool_calls?.length) return [message]
      return textOf(message.content).trim() ? [{ role: message.role, content: message.content }] : []
    }),
  )
}

/** Templates without a system role read it at the head of the first message. */
function withoutSystem(messages: Message[]): Message[] {
  const rules = messages
    .filter(({ role }) => role === 'system')
    .map(({ content }) => textOf(content))
    .join('\n\n')
  const rest = messages.filter(({ role }) => role !== 'system')
  return joined([{ role: 'user', content: rules }, ...rest])
}

function joined(messages: Message[]): Message[] {
  const merged: Message[] = []
  for (const message of messages) {
    const last = merged.at(-1)
    if (last && last.role === message.role && message.role !== 'system')
      merged[merged.length - 1] = {
        ...last,
        content: `${textOf(last.content)}\n\n${textOf(message.content)}`,
      }
    else merged.push(message)
  }
  return merged
}

function textOf(content: unknown): string {
  if (Array.isArray(content)) return content.map((part: { text?: string }) => part.text ?? '').join('')
  return typeof content === 'string' ? content : ''
}
