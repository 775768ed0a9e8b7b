import { shortened } from '../../../protocol/cut.ts'

/** A provider said no, with its status, or with the one that its words stand for. `reason` is its own, shortened and without secrets. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly reason: string
  readonly retryAfterMs: number | null

  constructor(status: number, reason: string, retryAfterMs: number | null = null) {
    super(`${status} ${reason}`)
    this.status = status
    this.reason = reason
    this.retryAfterMs = retryAfterMs
  }

  /** Whether the same request may be taken a moment later. */
  get passes(): boolean {
    return this.status === 408 || this.status === 409 || this.status === 429 || this.status >= 500
  }

  /** The prompt is longer than the model reads. */
  get tooLong(): boolean {
    return (
      this.status === 413 ||
      (this.status < 500 &&
        /context.{0,20}(?:length|window|size|limit|exceeded)|maximum context|too many (?:input )?tokens|(?:prompt|input|request|messages?).{0,40}(?:too (?:long|large)|exceeds?)|exceeds?.{0,60}(?:tokens|context)|reduce the length|n_ctx|num_ctx/i.test(
          this.reason,
        ))
    )
  }
}

/** Finds it wherever a library has put it. */
export function refusalIn(error: unknown): Refusal | null {
  for (let at = error, depth = 0; at && depth < 6; depth++) {
    if (at instanceof Refusal) return at
    at = (at as { cause?: unknown; lastError?: unknown }).cause ?? (at as { lastError?: unknown }).lastError
  }
  return null
}

/** What a body says went wrong; null when it does not say that something did. */
export function errorIn(body: unknown): { status: number; code: string; message: string } | null {
  if (typeof body !== 'object' || body === null) return null
  const { error, object, detail, message, code, choices } = body as Record<string, unknown>
  if (Array.isArray(choices) && choices.length && !error) return null
  if (typeof error === 'string') return readError({ message: error, code })
  if (typeof error === 'object' && error) return readError(error as Record<string, unknown>)
  if (object === 'error' || (message && Number(code) >= 400)) return readError(body as Record<string, unknown>)
  if (detail) return readError({ message: typeof detail === 'string' ? detail : JSON.stringify(detail) })
  return null
}

function readError(error: Record<string, unknown>): { status: number; code: string; message: string } {
  const { message, code, type, status, metadata } = error
  const names = [code, type, status].map((name) => (name === null || name === undefined ? '' : String(name)))
  const number = [status, code].map(Number).find((value) => value >= 400 && value < 600)
  // A router repeats what the server behind it said.
  const behind = typeof metadata === 'object' && metadata ? (metadata as { raw?: unknown }).raw : undefined
  const words = [message, behind].filter((part) => typeof part === 'string' && part)
  return {
    status: number ?? statusOf(names.join(' '), words.join(' ')),
    code: [...new Set(names.filter((name) => name && !/^\d+$/.test(name)))].join(', '),
    message: words.join(': '),
  }
}

/** An error without a number says by its name, or its words, what it is. */
function statusOf(names: string, words: string): number {
  const all = `${names} ${words}`
  if (/insufficient_quota|billing|credit|payment/i.test(all)) return 402
  if (/rate.?limit|too many requests|throttl|quota/i.test(all)) return 429
  if (/overloaded|unavailable|capacity|server_busy/i.test(all)) return 503
  if (/timeout|timed out/i.test(all)) return 504
  if (/auth|api.?key|permission/i.test(names)) return 401
  if (/invalid|bad_request|context_length|not_found|unsupported|content_filter/i.test(all)) return 400
  return 502
}

const longestReason = 240

/** Without what must be in no log and on no screen: keys, tokens, addresses' secrets, and long quotations of the prompt. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let clean = text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').replace(/\s+/g, ' ')
  clean = clean
    .replace(
      /\b(bearer|basic|token|api[-_ ]?key|secret|password|authorization)(["':=\s]+(?:provided: ?)?)[^\s"',;]{6,}/gi,
      '$1$2…',
    )
    .replace(/\b(?:sk|pk|rk|gsk|xai|key|hf|org|proj|req)[-_][\w*-]{6,}/gi, '…')
    .replace(/\b(?=[\w*+/=-]*\d)(?=[\w*+/=-]*[a-z])[\w*+/=-]{24,}/gi, '…')
    .replace(/(https?:\/\/)[^\s/@]*@/gi, '$1')
    .replace(/(https?:\/\/[^\s?]+)\?\S+/gi, '$1')
    .replace(/(["'“`])[^"'”`]{60,}(["'”`])/g, '$1…$2')
    .trim()
  for (const secret of secrets) if (secret.length > 3) clean = clean.replaceAll(secret, '…')
  return shortened(clean, longestReason)
}

/** From the answer to a request. */
export async function refusalOf(response: Response, secrets: readonly string[]): Promise<Refusal> {
  const body = await response.text().catch(() => '')
  return new Refusal(response.status, reasonIn(body, secrets), retryAfterMs(response.headers))
}

function reasonIn(body: string, secrets: readonly string[]): string {
  const error = errorIn(parsed(body))
  if (error) return withoutSecrets([error.code, error.message].filter(Boolean).join(': '), secrets)
  return /^\s*</.test(body) ? 'a web page, not an answer of a model' : withoutSecrets(body, secrets)
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function retryAfterMs(headers: Headers): number | null {
  const exact = headers.get('retry-after-ms')
  if (exact && Number.isFinite(Number(exact))) return Number(exact)
  const asked = headers.get('retry-after')
  if (!asked) return null
  const seconds = Number(asked)
  if (Number.isFinite(seconds)) return seconds * 1000
  const date = Date.parse(asked)
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now())
}
