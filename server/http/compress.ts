import { pipeline, type Readable } from 'node:stream'
import { promisify } from 'node:util'
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply } from 'fastify'

/** What fits into one packet is not sooner there for being smaller. */
const worthFrom = 1024
/** Answers are made once and read once: the last few per cent would cost more time than they save. */
const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }

const wholly = { br: promisify(brotliCompress), gzip: promisify(gzip) }
type Encoding = keyof typeof wholly

/** Compresses what is written while it is asked for. Files of the build lie there compressed already. */
export function compressAnswers(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.method === 'HEAD' || !isWorth(reply, payload)) return payload
    vary(reply)
    const encoding = encodingFor(request.headers['accept-encoding'])
    if (!encoding) return payload
    void reply.header('content-encoding', encoding).removeHeader('content-length')
    if (isStream(payload)) return flowing(encoding, payload)
    return encoding === 'br' ? wholly.br(payload, brotli) : wholly.gzip(payload)
  })
}

function isWorth(reply: FastifyReply, payload: unknown): payload is string | Buffer | Readable {
  if (reply.statusCode === 206 || reply.hasHeader('content-encoding') || !isText(reply)) return false
  if (isStream(payload)) return Number(reply.getHeader('content-length') ?? worthFrom) >= worthFrom
  return (typeof payload === 'string' || Buffer.isBuffer(payload)) && payload.length >= worthFrom
}

const isText = (reply: FastifyReply) =>
  /^(text\/(?!event-stream)|image\/svg|application\/(\w+\+)?(json|javascript|xml|x-ndjson|yaml))/.test(
    String(reply.getHeader('content-type') ?? ''),
  )

const isStream = (payload: unknown): payload is Readable => typeof (payload as Readable | null)?.pipe === 'function'

function flowing(encoding: Encoding, source: Readable): Readable {
  const compressed = encoding === 'br' ? createBrotliCompress(brotli) : createGzip()
  // Whoever breaks off, the other end hears of it by itself.
  pipeline(source, compressed, () => {})
  return compressed
}

function vary(reply: FastifyReply): void {
  const named = String(reply.getHeader('vary') ?? '')
  if (!/\baccept-encoding\b|^\*$/i.test(named))
    void reply.header('vary', named ? `${named}, accept-encoding` : 'accept-encoding')
}

/** The better of both that the caller takes. */
export function encodingFor(accepted: string | undefined): Encoding | null {
  const takes = new Map(
    (accepted ?? '').split(',').map((part) => {
      const [name, ...parameters] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/)
      const weight = parameters.find((each) => each.startsWith('q='))
      return [name, weight ? Number(weight.slice(2)) : 1] as const
    }),
  )
  return (['br', 'gzip'] as const).find((each) => (takes.get(each) ?? takes.get('*') ?? 0) > 0) ?? null
}
