import { APICallError } from 'ai'
import { GivenUp } from './attention.ts'
import { ModelFailed } from './model.ts'
import { errorIn, Refusal, refusalIn, withoutSecrets } from './wire/refusal.ts'

/** The answer ended before its end. */
export class BrokeOff extends Error {}

/** Errors that a library hands over as it read them: an event that says what went wrong. */
export function asRefusal(error: unknown, secrets: readonly string[]): unknown {
  if (error instanceof Error) return error
  const said = typeof error === 'string' ? { status: 502, code: '', message: error } : errorIn({ error })
  return said
    ? new Refusal(said.status, withoutSecrets([said.code, said.message].filter(Boolean).join(': '), secrets))
    : error
}

/** The request went through, and then the line or the answer broke. */
const isBrokenLine = (error: unknown) =>
  error instanceof BrokeOff || (APICallError.isInstance(error) && error.statusCode === 200)

/** Milliseconds until another try makes sense, or null when it does not. */
export function pauseBefore(attempt: number, error: unknown): number | null {
  if (isBrokenLine(error)) return 0
  const refusal = refusalIn(error)
  if (refusal) return refusal.passes ? (refusal.retryAfterMs ?? 500 * 3 ** (attempt - 1)) : null
  return APICallError.isInstance(error) && error.isRetryable ? 500 * 3 ** (attempt - 1) : null
}

const meanings: Record<number, string> = {
  400: 'it did not accept the request',
  401: 'the key is not accepted',
  402: 'the account has no credit left',
  403: 'the key may not use this model',
  404: 'there is no such model or address',
  413: 'the request is too large',
  429: 'too many requests',
  500: 'something broke there',
  502: 'it is out of reach',
  503: 'it is overloaded',
  504: 'it took too long',
  529: 'it is overloaded',
}

export const meaningOf = (status: number) =>
  meanings[status] ?? (status >= 500 ? 'something broke there' : 'it refused the request')

/** Why there is no answer, in words for an operator: what it means, and what the provider said, without secrets. */
export function failure(error: unknown, hint: string | null = null): ModelFailed {
  if (error instanceof ModelFailed) return error
  if (error instanceof GivenUp) return new ModelFailed(error.message, { cause: error })
  const refusal = refusalIn(error)
  if (refusal) {
    const { status, reason } = refusal
    const words = `The provider answered ${status}: ${meaningOf(status)}${reason ? ` (${reason})` : ''}.`
    return new ModelFailed(status === 404 && hint ? `${words} ${hint}` : words, { cause: error })
  }
  if (!isBrokenLine(error) && APICallError.isInstance(error) && error.statusCode === undefined)
    return new ModelFailed('The provider cannot be reached.', { cause: error })
  return new ModelFailed('The connection to the provider broke off in the middle of the answer.', { cause: error })
}
