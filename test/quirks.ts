import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** What Halo asked, as it came. */
export interface Asked {
  path: string
  headers: IncomingMessage['headers']
  body: {
    model: string
    stream?: boolean
    messages: { role: string; content: unknown }[]
    tools?: { function: { name: string } }[]
    [name: string]: unknown
  }
}

type Speak = (answer: Answer, asked: Asked, earlier: Asked[]) => Promise<void> | void

/** How one server, or one model behind it, speaks the protocol; the model that is asked for names it. */
export const quirks = {
  plain: (answer) => answer.say('It was sent on Monday.').end(),
  'think tags': (answer) =>
    answer.pieces('<think>\nThe operator whispered SECRET.\n</think>\n\nIt was sent.').end(),
  'only a closing tag': (answer) => answer.pieces('Okay, the visitor asks. SECRET\n</think>\n\nIt was sent.').end(),
  'reasoning in a field': (answer) => answer.delta({ reasoning: 'SECRET' }).say('It was sent.').end(),
  'reasoning in details': (answer) =>
    answer
      .delta({ reasoning_details: [{ type: 'reasoning.text', text: 'SECRET' }] })
      .say('It was sent.')
      .end(),
  'reasoning in parts': (answer) =>
    answer
      .delta({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'SECRET' }] }] })
      .delta({ content: [{ type: 'text', text: 'It was sent.' }] })
      .end(),
  'no finish reason': (answer) => answer.say('It was sent').end(null),
  'neither finish reason nor done': (answer) => answer.say('It was sent.').hangUp(),
  'comments for a while': async (answer) => {
    for (let count = 0; count < 10; count++) await answer.raw(': keep-alive\n\n').pause(200)
    answer.say('It was sent.').end()
  },
  'blank lines for a while': async (answer) => {
    for (let count = 0; count < 10; count++) await answer.raw('\n').pause(200)
    answer.json({ choices: [{ message: { content: 'It was sent.' }, finish_reason: 'stop' }] })
  },
  'empty and broken events': async (answer) => {
    for (const line of [
      'data:',
      'data: ',
      'data: {"choices":',
      'data: ping',
      'event: ping',
      'data: {"type":"ping"}',
    ])
      await answer.raw(`${line}\n\n`).pause(200)
    answer.say('It was sent.').end()
  },
  'thinks for long': async (answer) => {
    for (let count = 0; count < 10; count++) await answer.delta({ reasoning_content: 'hm ' }).pause(200)
    answer.say('It was sent.').end()
  },
  'the whole at once': (answer) =>
    answer.json({ choices: [{ message: { role: 'assistant', content: 'It was sent.' }, finish_reason: 'stop' }] }),
  'a message in an event': (answer) =>
    answer.event({ choices: [{ index: 0, message: { content: 'It was sent.' }, finish_reason: 'stop' }] }).done(),
  'the message again at the end': (answer) =>
    answer
      .say('It was sent.')
      .event({ choices: [{ index: 0, message: { content: 'It was sent.' }, finish_reason: 'stop' }] })
      .done(),
  'carriage returns': (answer) =>
    answer
      .raw(
        `data: ${JSON.stringify({ choices: [{ delta: { content: 'It was sent.' }, finish_reason: 'stop' }] })}\r\n\r\n`,
      )
      .raw('data: [DONE]\r\n\r\n')
      .hangUp(),
  'an error with status 200': (answer, _, earlier) =>
    earlier.length
      ? answer.say('It was sent.').end()
      : answer.json({ error: { message: 'Rate limit reached for scripted', type: 'rate_limit_error', code: 429 } }),
  'an error as an event': (answer, _, earlier) =>
    earlier.length
      ? answer.say('It was sent.').end()
      : answer.event({ error: { message: 'The engine is overloaded', code: 503 } }).done(),
  'an error after words': (answer) =>
    answer
      .say('It was')
      .event({ error: { message: 'The backend lost its GPU', code: 'server_error' } })
      .done(),
  'another error for ever': (answer) =>
    answer.json({ error: { message: 'Invalid key sk-1234567890abcdef given', code: 'bad_thing' } }),
  'a web page': (answer) => answer.html('<!doctype html><h1>Sign in to the portal</h1>'),
  'cut by the limit': (answer, asked) =>
    last(asked).includes('cut off')
      ? answer.say(' Monday by parcel post.').end()
      : answer.say('We sent it. It left on').end('length'),
  'cut twice': (answer, asked) =>
    last(asked).includes('cut off')
      ? answer.say(' Monday. And then').end('length')
      : answer.say('We sent it. It left on').end('length'),
  'cut while it thinks': (answer) => answer.delta({ reasoning_content: 'hm' }).end('length'),
  'no tools': (answer, asked) =>
    asked.body.tools
      ? answer.refuse(400, { message: 'registry/gemma does not support tools', type: 'api_error' })
      : answer.say('It was sent.').end(),
  'no tool parser': (answer, asked) =>
    asked.body.tools
      ? answer.refuse(400, {
          object: 'error',
          message: '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set',
          type: 'BadRequestError',
          code: 400,
        })
      : answer.say('It was sent.').end(),
  'no jinja': (answer, asked) =>
    asked.body.tools
      ? answer.refuse(500, { code: 500, message: 'tools param requires --jinja flag', type: 'server_error' })
      : answer.say('It was sent.').end(),
  'no usage in streams': (answer, asked) =>
    asked.body.stream_options
      ? answer.refuse(400, { message: 'Unrecognized request argument supplied: stream_options' })
      : answer.say('It was sent.').end(),
  'no system role': (answer, asked) =>
    asked.body.messages.some(({ role }) => role === 'system')
      ? answer.refuse(500, { message: 'Jinja Exception: System role not supported' })
      : answer.say('It was sent.').end(),
  'no streams': (answer, asked) =>
    asked.body.stream
      ? answer.refuse(400, { message: 'Streaming is not supported for this model' })
      : answer.json({ choices: [{ message: { content: 'It was sent.' }, finish_reason: 'stop' }] }),
  'tokens by another name': (answer, asked) => {
    if (asked.body.max_tokens)
      return answer.refuse(400, {
        message:
          "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        code: 'unsupported_parameter',
      })
    return asked.body.temperature === undefined
      ? answer.say('It was sent.').end()
      : answer.refuse(400, { message: "Unsupported value: 'temperature' does not support 0.2 with this model." })
  },
  'strict roles': (answer, asked) => {
    const roles = asked.body.messages.map(({ role }) => role).filter((role) => role !== 'system')
    const right = roles.every((role, place) => role === (place % 2 ? 'assistant' : 'user'))
    return right
      ? answer.say('It was sent.').end()
      : answer.refuse(400, { message: 'Conversation roles must alternate user/assistant/user/assistant/...' })
  },
  'a small context': (answer, asked) => {
    const length = JSON.stringify(asked.body.messages).length
    return length > 9_000
      ? answer.refuse(400, {
          message: `This model's maximum context length is 2048 tokens. However, your messages resulted in ${length} tokens.`,
          code: 'context_length_exceeded',
        })
      : answer.say('It was sent.').end()
  },
  'a call as text': (answer, asked) =>
    last(asked).includes('three days') || asked.body.messages.some(({ role }) => role === 'tool')
      ? answer.say('It was found.').end()
      : answer.pieces('{"name":"searchKnowledge","arguments":{"query":"refund"}}').end(),
  'a fenced call for a person': (answer) =>
    answer.pieces('```json\n{"name": "requestHuman", "arguments": {"reason": "wanted"}}\n```').end(),
  'a tagged call for a person': (answer) =>
    answer.pieces('One moment.\n<tool_call>\n{"name": "requestHuman", "arguments": {}}\n</tool_call>').end(),
  'a person without input': (answer) => answer.call('requestHuman', '').end('tool_calls'),
  'a person with an object': (answer) => answer.call('requestHuman', { reason: 'wanted' }).end('tool_calls'),
  'a person without an id': (answer) =>
    answer
      .delta({ tool_calls: [{ function: { name: 'requestHuman' } }] })
      .delta({ tool_calls: [{ function: { arguments: '{"reason":"wanted"}' } }] })
      .end(null),
  'tools for ever': (answer, asked) =>
    asked.body.tools
      ? answer.call('searchKnowledge', '{"query":"refund"}').end('tool_calls')
      : answer.say('It was found.').end(),
  'a refusal with reasons': (answer) =>
    answer.refuse(422, {
      message: 'messages.1: tone is forbidden for key sk-abcdef1234567890',
      type: 'policy_error',
      code: 'tone',
    }),
  'tokens counted': (answer) =>
    answer
      .say('It was sent.')
      .event({ choices: [{ delta: {}, finish_reason: 'stop' }] })
      .event({
        choices: [],
        usage: {
          prompt_tokens: 1200,
          completion_tokens: 80,
          total_tokens: 1280,
          prompt_tokens_details: { cached_tokens: 1000 },
          completion_tokens_details: { reasoning_tokens: 30 },
        },
      })
      .done(),
  slow: async (answer) => {
    await answer.pause(2500)
    answer.say('It was sent.').end()
  },
} satisfies Record<string, Speak>

export type Quirk = keyof typeof quirks

export interface QuirkServer {
  url: string
  /** Everything that a model was asked, oldest first; verdicts are not among it. */
  asked(quirk: Quirk): Asked[]
  close(): Promise<void>
}

/** A model is named as its quirk, with dashes for blanks. */
export const modelOf = (quirk: Quirk) => quirk.replaceAll(' ', '-')

/** A real HTTP server whose models speak the chat protocol each in their own way. */
export async function startQuirks(): Promise<QuirkServer> {
  const all: Asked[] = []
  const server = createServer(async (request, response) => {
    const body = JSON.parse(Buffer.concat(await request.toArray()).toString())
    const asked: Asked = { path: request.url!, headers: request.headers, body }
    if (isVerdict(asked)) return new Answer(response).json(verdict)
    const earlier = all.filter((one) => one.body.model === body.model)
    all.push(asked)
    const name = body.model.replaceAll('-', ' ')
    const speak: Speak = (quirks as Record<string, Speak>)[name] ?? quirks.plain
    await speak(new Answer(response), asked, earlier)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked: (quirk) => all.filter(({ body }) => body.model === modelOf(quirk)),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const isVerdict = ({ body }: Asked) => JSON.stringify(body.messages[0] ?? '').includes('You review one reply')
const verdict = {
  choices: [{ message: { content: '{"confidence": 80, "mood": null, "topic": null, "whispers": []}' } }],
}

const last = ({ body }: Asked) => JSON.stringify(body.messages.at(-1))

/** One response, piece by piece. */
class Answer {
  readonly #response: ServerResponse

  constructor(response: ServerResponse) {
    this.#response = response
  }

  raw(text: string): this {
    if (!this.#response.headersSent) this.#response.writeHead(200, { 'content-type': 'text/event-stream' })
    this.#response.write(text)
    return this
  }

  event(value: unknown): this {
    return this.raw(`data: ${JSON.stringify(value)}\n\n`)
  }

  delta(delta: unknown): this {
    return this.event({ choices: [{ index: 0, delta, finish_reason: null }] })
  }

  /** Word by word. */
  say(text: string): this {
    for (const content of text.match(/\s*\S+\s*$|\s*\S+/g) ?? []) this.delta({ content })
    return this
  }

  /** Letter by letter. */
  pieces(text: string): this {
    for (const content of text) this.delta({ content })
    return this
  }

  call(name: string, input: unknown): this {
    return this.delta({ tool_calls: [{ index: 0, id: 'call_1', function: { name, arguments: input } }] })
  }

  end(reason: string | null = 'stop'): void {
    this.event({ choices: [{ index: 0, delta: {}, finish_reason: reason }] }).done()
  }

  done(): void {
    this.raw('data: [DONE]\n\n').hangUp()
  }

  hangUp(): void {
    this.#response.end()
  }

  json(value: unknown): void {
    if (!this.#response.headersSent) this.#response.writeHead(200, { 'content-type': 'application/json' })
    this.#response.end(JSON.stringify(value))
  }

  html(text: string): void {
    this.#response.writeHead(200, { 'content-type': 'text/html' })
    this.#response.end(text)
  }

  refuse(status: number, error: Record<string, unknown>): void {
    this.#response.writeHead(status, { 'content-type': 'application/json' })
    this.#response.end(JSON.stringify('object' in error ? error : { error }))
  }

  pause(milliseconds: number): Promise<void> {
    return wait(milliseconds)
  }
}
