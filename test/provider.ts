import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** How the provider behaves on one request. */
export type Behaviour =
  /** Streams the words, `pace` milliseconds apart. Empty text is an empty answer. */
  | { say: string; pace?: number; call?: ToolCall }
  /** Streams these pieces as they are; `reasoning` in the field that some servers have for it. */
  | { pieces: string[]; reasoning?: string; finish?: string | null }
  /** Calls a tool and says nothing; the model is asked again with the tool's answer. */
  | { call: ToolCall }
  /** Says this much and then nothing more, with the line open. */
  | { stall: string }
  /** Says this much, then the line breaks; `politely`: is closed as if all were said. */
  | { cut: string; politely?: boolean }
  | { status: number; retryAfter?: number }

/** How it judges a reply: with this verdict, with these words, not at all, or never. */
export type Judging =
  | { verdict: unknown; after?: () => Promise<unknown> }
  | { words: string }
  | { status: number }
  | { silent: true }

export interface ToolCall {
  name: string
  input: unknown
}

/** What Halo sent. */
export interface ChatRequest {
  authorization: string | undefined
  model: string
  messages: { role: string; content: string; tool_call_id?: string }[]
  tools: string[]
  /** A reply streams, a verdict comes whole. */
  streams: boolean
}

export interface Provider {
  url: string
  requests: ChatRequest[]
  /** Requests for a verdict on a reply; they are no requests for replies. */
  judged: ChatRequest[]
  /** The next verdicts, one after the other; the last one stays. */
  judge(...judgings: Judging[]): void
  /** How many are being answered now: a line that Halo hung up is not. */
  readonly open: number
  /** The next requests meet these, one after the other; the last one stays. */
  behave(...behaviours: Behaviour[]): void
  close(): Promise<void>
}

/** A real HTTP server that speaks the OpenAI chat protocol with streaming, as scripted. */
export async function startProvider(...script: Behaviour[]): Promise<Provider> {
  const requests: ChatRequest[] = []
  const judged: ChatRequest[] = []
  let judgings: Judging[] = [{ verdict: { confidence: 80 } }]
  let behaviours = script
  let open = 0
  const server = createServer(async (request, response) => {
    open++
    response.once('close', () => open--)
    const read = await readRequest(request)
    if (!read.streams) {
      judged.push(read)
      return judge((judgings.length > 1 ? judgings.shift() : judgings[0])!, response)
    }
    requests.push(read)
    const behaviour = behaviours.length > 1 ? behaviours.shift() : behaviours[0]
    await perform(behaviour ?? { say: 'Hello.' }, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    get open() {
      return open
    },
    judged,
    judge: (...next) => void (judgings = next),
    behave: (...next) => void (behaviours = next),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function readRequest(request: IncomingMessage): Promise<ChatRequest> {
  const body = JSON.parse(Buffer.concat(await request.toArray()).toString())
  return {
    authorization: request.headers.authorization,
    model: body.model,
    messages: body.messages.map((message: { content: unknown }) => ({
      ...message,
      content: textOf(message.content),
    })),
    tools: (body.tools ?? []).map((tool: { function: { name: string } }) => tool.function.name),
    streams: body.stream === true,
  }
}

async function judge(judging: Judging, response: ServerResponse): Promise<void> {
  if ('silent' in judging) return
  if ('status' in judging) return refuse(judging, response)
  if ('verdict' in judging) await judging.after?.()
  const content = 'words' in judging ? judging.words : JSON.stringify(judging.verdict)
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(
    JSON.stringify({
      id: 'chat-2',
      object: 'chat.completion',
      created: 1_700_000_000,
      model: 'scripted',
      choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    }),
  )
}

/** Content is a string, or parts with a text each, or null beside tool calls. */
function textOf(content: unknown): string {
  if (Array.isArray(content)) return content.map((part: { text?: string }) => part.text ?? '').join('')
  return typeof content === 'string' ? content : ''
}

async function perform(behaviour: Behaviour, response: ServerResponse): Promise<void> {
  if ('status' in behaviour) return refuse(behaviour, response)
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  // Without a first piece the headers would wait for the first word.
  send(response, { role: 'assistant', content: '' })
  if ('stall' in behaviour) return speak(response, behaviour.stall, 0)
  if ('cut' in behaviour) {
    await speak(response, behaviour.cut, 0)
    return void (behaviour.politely ? response.end() : response.destroy())
  }
  if ('pieces' in behaviour) {
    if (behaviour.reasoning) send(response, { reasoning_content: behaviour.reasoning })
    for (const content of behaviour.pieces) send(response, { content })
    send(response, {}, behaviour.finish === undefined ? 'stop' : behaviour.finish)
    return void response.end('data: [DONE]\n\n')
  }
  if ('say' in behaviour) await speak(response, behaviour.say, behaviour.pace ?? 0)
  if (behaviour.call) call(response, behaviour.call)
  send(response, {}, behaviour.call ? 'tool_calls' : 'stop')
  response.end('data: [DONE]\n\n')
}

function refuse({ status, retryAfter }: { status: number; retryAfter?: number }, response: ServerResponse): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
  })
  response.end(JSON.stringify({ error: { message: 'scripted refusal', type: 'refused', code: String(status) } }))
}

async function speak(response: ServerResponse, text: string, pace: number): Promise<void> {
  for (const word of text.match(/\s*\S+\s*$|\s*\S+/g) ?? []) {
    if (response.destroyed) return
    send(response, { content: word })
    await wait(pace)
  }
}

function call(response: ServerResponse, { name, input }: ToolCall): void {
  send(response, {
    tool_calls: [
      { index: 0, id: `call_${name}`, type: 'function', function: { name, arguments: JSON.stringify(input) } },
    ],
  })
}

function send(response: ServerResponse, delta: unknown, finish: string | null = null): void {
  const chunk = {
    id: 'chat-1',
    object: 'chat.completion.chunk',
    created: 1_700_000_000,
    model: 'scripted',
    choices: [{ index: 0, delta, finish_reason: finish }],
  }
  response.write(`data: ${JSON.stringify(chunk)}\n\n`)
}
