import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { Agent, fetch, type Response } from 'undici'
import { largestFile } from '../../../protocol/sizes.ts'
import { mayFetchFrom, type Allowed } from '../../ground/network-ranges.ts'

/** What came back, read whole. `url` is where it was found after redirects. */
export interface Fetched {
  url: string
  /** In lower case, without parameters: "text/html". Empty when the server said nothing. */
  type: string
  charset: string | null
  body: Buffer
}

/** Why something could not be fetched, in a sentence for an operator. `missing` when the page is gone for good. */
export class FetchFailed extends Error {
  override readonly name = 'FetchFailed'
  readonly missing: boolean

  constructor(message: string, missing = false) {
    super(message)
    this.missing = missing
  }
}

export const crawlerName = 'HaloBot'
const userAgent = `Mozilla/5.0 (compatible; ${crawlerName}/1.0)`

const hops = 5
const patience = 30_000

/** Fetches pages from the public internet and from nowhere else. The address is checked for each connection, so after DNS and after each redirect. */
export class Fetcher {
  readonly #allowed: Allowed
  readonly #agent: Agent

  /** `silenceMs`: so long a server may say nothing; 0 where somebody else watches that. */
  constructor(allowed: Allowed = [], silenceMs = 15_000) {
    this.#allowed = allowed
    this.#agent = new Agent({
      connect: { lookup: this.#lookupPublic, timeout: 10_000 },
      headersTimeout: silenceMs,
      bodyTimeout: silenceMs,
      maxHeaderSize: 32 * 1024,
    })
  }

  /** Throws `FetchFailed` with the reason. */
  async fetch(url: string, signal: AbortSignal): Promise<Fetched> {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(patience)])
    try {
      return await this.#follow(url, limit)
    } catch (error) {
      signal.throwIfAborted()
      throw error instanceof FetchFailed ? error : new FetchFailed(reasonOf(error))
    }
  }

  /** Posts JSON and reads no more than the status; `after` is what Retry-After asks for, in milliseconds. A redirect is not followed: it would carry what was sent elsewhere. */
  async post(
    url: string,
    body: string,
    headers: Record<string, string>,
  ): Promise<{ status: number; after: number | null }> {
    try {
      const response = await fetch(this.#checked(url), {
        method: 'POST',
        body,
        dispatcher: this.#agent,
        redirect: 'manual',
        signal: AbortSignal.timeout(10_000),
        headers: { 'user-agent': 'Halo/1.0', 'content-type': 'application/json', ...headers },
      })
      await response.body?.cancel()
      const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
      return { status: response.status, after: Number.isFinite(seconds) ? seconds * 1000 : null }
    } catch (error) {
      throw error instanceof FetchFailed ? error : new FetchFailed(reasonOf(error))
    }
  }

  /** Any request, whose answer is the caller's to read. A redirect is an answer. */
  async request(url: string, init: RequestInit = {}): Promise<globalThis.Response> {
    const { method, headers, body, signal } = init
    const response = await fetch(this.#checked(url), {
      method,
      headers: [...new Headers(headers)],
      body: body as string | undefined,
      signal,
      dispatcher: this.#agent,
      redirect: 'manual',
    } as Parameters<typeof fetch>[1])
    return response as unknown as globalThis.Response
  }

  async close(): Promise<void> {
    await this.#agent.destroy()
  }

  async #follow(url: string, signal: AbortSignal): Promise<Fetched> {
    for (let hop = 0; hop <= hops; hop++) {
      const response = await fetch(this.#checked(url), {
        dispatcher: this.#agent,
        redirect: 'manual',
        signal,
        headers: {
          'user-agent': userAgent,
          accept: 'text/html,application/xhtml+xml,*/*;q=0.5',
          'accept-language': 'en;q=0.8,*;q=0.5',
        },
      })
      const next = response.headers.get('location')
      if (response.status < 300 || response.status >= 400 || !next) return await read(response, url)
      await response.body?.cancel()
      url = URL.parse(next, url)?.href ?? ''
    }
    throw new FetchFailed(`The page redirects more than ${hops} times.`)
  }

  /** An address written as a number never passes through DNS, so it is looked at here. */
  #checked(url: string): string {
    const parsed = URL.parse(url)
    if (!parsed || !/^https?:$/.test(parsed.protocol))
      throw new FetchFailed('The page leads to something that is not a web address.')
    if (parsed.username || parsed.password) throw new FetchFailed('The address holds a name or password.')
    const host = parsed.hostname.replace(/^\[|\]$/g, '')
    if (/^[\d.]+$|:/.test(host) && !mayFetchFrom(host, this.#allowed)) throw new FetchFailed(notPublic(host))
    return parsed.href
  }

  readonly #lookupPublic: LookupFunction = (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, found) => {
      const addresses = error ? [] : found
      // One private address among public ones is how a name is made to lead inside; then none is used.
      const wrong = addresses.find(({ address }) => !mayFetchFrom(address, this.#allowed))
      if (error || wrong || !addresses.length)
        return done(error ?? new FetchFailed(wrong ? notPublic(host) : `The name ${host} leads nowhere.`), '', 4)
      if (options.all)
        (done as unknown as (error: null, addresses: { address: string; family: number }[]) => void)(
          null,
          addresses,
        )
      else done(null, addresses[0]!.address, addresses[0]!.family)
    })
  }
}

const notPublic = (host: string) =>
  `${host} is not an address of the public internet. HALO_FETCH_PRIVATE can allow it.`

async function read(response: Response, url: string): Promise<Fetched> {
  if (!response.ok) {
    await response.body?.cancel()
    throw new FetchFailed(
      `The server answered ${response.status}${response.statusText ? ` ${response.statusText}` : ''}.`,
      response.status === 404 || response.status === 410,
    )
  }
  const [type = '', ...parameters] = (response.headers.get('content-type') ?? '')
    .split(';')
    .map((part) => part.trim().toLowerCase())
  const charset =
    parameters
      .find((part) => part.startsWith('charset='))
      ?.slice(8)
      .replace(/"/g, '') ?? null
  return { url, type, charset, body: await bounded(response) }
}

/** Counted after decompression: a small answer can unpack to more than memory holds. */
async function bounded(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > largestFile) throw new FetchFailed(`The page is larger than ${largestFile / 1024 / 1024} MB.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function reasonOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof FetchFailed) return cause.message
    if (cause.name === 'TimeoutError' || /timeout/i.test(cause.name)) return 'The server did not answer in time.'
    const code = (cause as NodeJS.ErrnoException).code
    if (code && said[code]) return said[code]
    if (code?.startsWith('ERR_TLS') || code?.includes('CERT'))
      return `The connection is not safe: ${cause.message}.`
  }
  return `The page could not be fetched: ${error instanceof Error ? error.message : String(error)}.`
}

const said: Record<string, string> = {
  ENOTFOUND: 'The name of the server is unknown.',
  EAI_AGAIN: 'The name of the server could not be looked up.',
  ECONNREFUSED: 'The server refused the connection.',
  ECONNRESET: 'The server broke the connection off.',
  UND_ERR_SOCKET: 'The server broke the connection off.',
  UND_ERR_CONNECT_TIMEOUT: 'The server did not answer in time.',
  UND_ERR_HEADERS_TIMEOUT: 'The server did not answer in time.',
  UND_ERR_BODY_TIMEOUT: 'The server stopped in the middle of the page.',
  Z_DATA_ERROR: 'What the server sent cannot be unpacked.',
}
