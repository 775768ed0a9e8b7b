import { chatAnswer, type ChatPiece } from './chat-answer.ts'
import { eventsIn, type Ear } from './events-in.ts'
import { parsed, refusalIn, refusalOf } from './refusal.ts'
import { concede, concessionFor, type Concession } from './request-body.ts'

interface Wire {
  /** Whether it speaks the chat protocol, which every server speaks a little differently. */
  chat: boolean
  concessions: Set<Concession>
  secrets: readonly string[]
  fetch: Fetch
  /** A request is on its way; what comes back is to be told of its end. */
  onRequest(): { life(): void; end(): void }
  onGarbage(): void
  /** It was asked again with less, and is from now on. */
  onConcession(concession: Concession, reason: string): void
}

type Body = Record<string, unknown>
type Fetch = typeof globalThis.fetch

const mostConcessions = 6

/** Stands between the providers' library and the network: refusals are read, what a server does not take is left out and asked again, and its answer is brought into the one form that the library reads. */
export function wireFetch(wire: Wire): Fetch {
  return async (address, init) => {
    const body = typeof init?.body === 'string' ? (parsed(init.body) as Body) : null
    for (let tried = 0; ; tried++) {
      const sent = wire.chat && body ? concede(body, wire.concessions) : body
      const request = wire.onRequest()
      // Who reads no further hangs up, and does not wait for what the provider says next.
      const hangUp = new AbortController()
      const signal = init?.signal ? AbortSignal.any([init.signal, hangUp.signal]) : hangUp.signal
      try {
        const response = await wire.fetch(address, { ...init, ...(sent && { body: JSON.stringify(sent) }), signal })
        request.life()
        if (!response.ok) throw await refusalOf(response, wire.secrets)
        if (!response.body) return response
        const ear = { onLife: request.life, onGarbage: wire.onGarbage }
        return wire.chat
          ? await inOneForm(response.body, body?.stream === true, { ear, wire, request, hangUp })
          : watched(response, request)
      } catch (error) {
        request.end()
        const refusal = refusalIn(error)
        const concession = wire.chat && sent && refusal ? concessionFor(refusal, sent) : null
        if (!concession || wire.concessions.has(concession) || tried >= mostConcessions) throw error
        wire.concessions.add(concession)
        wire.onConcession(concession, refusal!.reason)
      }
    }
  }
}

function watched(response: Response, { life, end }: { life(): void; end(): void }): Response {
  const body = response.body!.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(bytes, controller) {
        life()
        controller.enqueue(bytes)
      },
      flush: end,
    }),
  )
  return new Response(body, response)
}

interface Reading {
  ear: Ear
  wire: Wire
  request: { end(): void }
  hangUp: AbortController
}

/** Waits for the first piece: a refusal that comes with status 200 is one all the same. */
async function inOneForm(
  body: ReadableStream<Uint8Array>,
  streams: boolean,
  { ear, wire, request, hangUp }: Reading,
): Promise<Response> {
  const pieces = chatAnswer(eventsIn(body, ear), ear, wire.secrets)
  const first = await pieces.next()
  const all = (async function* () {
    try {
      if (!first.done) yield first.value
      yield* pieces
    } finally {
      request.end()
    }
  })()
  if (streams)
    return new Response(asStream(asEvents(all), hangUp), { headers: { 'content-type': 'text/event-stream' } })
  return Response.json(await asDocument(all))
}

function asStream(pieces: AsyncGenerator<Uint8Array>, hangUp: AbortController): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel() {
      hangUp.abort()
      pieces.return(undefined).catch(() => {})
    },
  })
}

const envelope = { id: 'chat', created: 0, model: '' }

async function* asEvents(pieces: AsyncIterable<ChatPiece>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  const event = (delta: unknown, finish: string | null, usage?: unknown) =>
    encoder.encode(
      `data: ${JSON.stringify({ ...envelope, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: finish }], usage })}\n\n`,
    )
  let usage: unknown
  for await (const piece of pieces) {
    if ('usage' in piece) usage = piece.usage
    else if ('text' in piece) yield event({ content: piece.text }, null)
    else if ('reasoning' in piece) yield event({ reasoning_content: piece.reasoning }, null)
    else if ('calls' in piece) yield event({ tool_calls: piece.calls.map(asCall) }, null)
    else yield event({}, piece.end)
  }
  if (usage) yield event({}, null, usage)
  yield encoder.encode('data: [DONE]\n\n')
}

async function asDocument(pieces: AsyncIterable<ChatPiece>): Promise<unknown> {
  let content = ''
  let usage: unknown
  let end: string | null = null
  for await (const piece of pieces) {
    if ('usage' in piece) usage = piece.usage
    if ('text' in piece) content += piece.text
    if ('end' in piece) end = piece.end
  }
  return {
    ...envelope,
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: end ?? 'stop' }],
    usage,
  }
}

const asCall = ({ id, name, input }: { id: string; name: string; input: string }, index: number) => ({
  index,
  id,
  type: 'function',
  function: { name, arguments: input },
})
