import { toJson } from './json.ts'
import type { Input, KeyOf, Reply } from '../protocol/route.ts'
import type { Problem } from '../protocol/problem.ts'

/** A request that did not succeed. `status` 0 and `code` "offline": it did not get through, and may be sent again as it is. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly details: unknown

  constructor(status: number, code: string, message: string, details?: unknown) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.details = details
  }
}

/** Calls the routes of one table: `WidgetApi`, or `OperatorApi`. */
export interface Client<Table> {
  /** Call a route by its key. Throws `ApiError`. */
  call<K extends KeyOf<Table>>(key: K, ...input: InputArguments<Table, K>): Promise<Reply<Table, K>>
}

type InputArguments<Table, K extends KeyOf<Table>> =
  unknown extends Input<Table, K> ? [input?: Extra] : [input: Input<Table, K> & Extra]

/** `keepalive` lets the request outlive its page; `signal` gives it up. */
interface Extra {
  keepalive?: boolean
  signal?: AbortSignal
}

interface Parts extends Extra {
  params?: Record<string, string>
  query?: Record<string, unknown>
  body?: unknown
}

interface ClientOptions {
  base: string
  token?: () => string | null
  /** An answer that did not come within so many milliseconds does not come any more: the line is dead. */
  timeoutMs?: number
  /** Instead of the page's. */
  fetchBy?: typeof fetch
}

export function createClient<Table>({
  base,
  token,
  timeoutMs = 35_000,
  fetchBy = (...request) => fetch(...request),
}: ClientOptions): Client<Table> {
  return {
    async call(key, ...[input]) {
      const [method, path] = key.split(' ') as [string, string]
      const { params = {}, query = {}, body, keepalive, signal } = (input ?? {}) as Parts
      const response = await send(fetchBy, base + fill(path, params) + search(query), {
        method,
        keepalive,
        headers: headersOf(token?.() ?? null, body !== undefined),
        body: body === undefined ? undefined : toJson(body),
        signal: signal ? AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]) : AbortSignal.timeout(timeoutMs),
      })
      return read(response)
    },
  }
}

const fill = (path: string, params: Record<string, string>) =>
  path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name]!))

function search(query: Record<string, unknown>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  return given.length ? `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}` : ''
}

function headersOf(token: string | null, hasBody: boolean): Record<string, string> {
  return {
    ...(token && { authorization: `Bearer ${token}` }),
    ...(hasBody && { 'content-type': 'application/json' }),
  }
}

async function send(fetchBy: typeof fetch, url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetchBy(url, init)
  } catch (error) {
    if (init.signal?.aborted && (error as Error).name === 'AbortError') throw error
    throw new ApiError(0, 'offline', 'Halo cannot be reached right now.')
  }
}

async function read<T>(response: Response): Promise<T> {
  const body = await response.json().catch(() => null)
  if (response.ok && body !== null) return body
  const problem = (body as Problem | null)?.error
  throw new ApiError(
    response.status,
    problem?.code ?? 'broken',
    problem?.message ?? `Halo answered ${response.status}.`,
    problem?.details,
  )
}
