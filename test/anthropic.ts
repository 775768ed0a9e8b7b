import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Speak = (response: ServerResponse, earlier: number) => void

const head = {
  type: 'message_start',
  message: {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: 1200, cache_read_input_tokens: 1000, output_tokens: 1 },
  },
}
const block = (index: number, content_block: object, ...deltas: object[]) => [
  { type: 'content_block_start', index, content_block },
  ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
  { type: 'content_block_stop', index },
]
const text = (index: number, words: string) =>
  block(index, { type: 'text', text: '' }, { type: 'text_delta', text: words })
const end = (stop_reason: string) => [
  { type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 80 } },
  { type: 'message_stop' },
]

function stream(response: ServerResponse, events: { type: string }[]): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (const event of events) response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
  response.end()
}
const refuse = (response: ServerResponse, status: number, type: string) =>
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(JSON.stringify({ type: 'error', error: { type, message: 'Overloaded' } }))

/** What Anthropic's own protocol was seen to say, by name. */
export const anthropicQuirks = {
  plain: (response) => stream(response, [head, ...text(0, 'It was sent on Monday.'), ...end('end_turn')]),
  'thinking in a block': (response) =>
    stream(response, [
      head,
      ...block(
        0,
        { type: 'thinking', thinking: '', signature: '' },
        { type: 'thinking_delta', thinking: 'SECRET' },
        { type: 'signature_delta', signature: 'c2ln' },
      ),
      ...text(1, 'It was sent on Monday.'),
      ...end('end_turn'),
    ]),
  'pings for a while': (response) =>
    stream(response, [
      head,
      { type: 'ping' },
      { type: 'ping' },
      ...text(0, 'It was sent on Monday.'),
      ...end('end_turn'),
    ]),
  'overloaded once': (response, earlier) =>
    earlier ? anthropicQuirks.plain(response) : refuse(response, 529, 'overloaded_error'),
  'a person without input': (response) =>
    stream(response, [
      head,
      ...block(
        0,
        { type: 'tool_use', id: 'toolu_1', name: 'requestHuman', input: {} },
        { type: 'input_json_delta', partial_json: '' },
      ),
      ...end('tool_use'),
    ]),
} satisfies Record<string, Speak>
export type AnthropicQuirk = keyof typeof anthropicQuirks

/** A real HTTP server that speaks Anthropic's protocol; a model is named as its quirk, with dashes for blanks. */
export async function startAnthropic(): Promise<{ url: string; close(): Promise<void> }> {
  const asked = new Map<string, number>()
  const server = createServer(async (request, response) => {
    const { model } = JSON.parse(Buffer.concat(await request.toArray()).toString()) as { model: string }
    const earlier = asked.get(model) ?? 0
    asked.set(model, earlier + 1)
    const speak: Speak = (anthropicQuirks as Record<string, Speak>)[model.replaceAll('-', ' ')]!
    speak(response, earlier)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
