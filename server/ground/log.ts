import { pino, type Logger } from 'pino'
import type { Config } from './config.ts'

/** What may never be read in a log, at whatever depth our own lines carry it. */
const secret = ['token', 'password', 'secret', 'cookie', 'authorization', 'key']
const redact = secret.flatMap((name) => [
  name,
  `*.${name}`,
  `*.*.${name}`,
  `headers["set-${name}"]`,
  `*.headers["set-${name}"]`,
])

/** `write` gets the lines instead of the standard output. */
export function openLog({ logLevel }: Pick<Config, 'logLevel'>, write?: (line: string) => void): Logger {
  const options = {
    level: logLevel,
    serializers: { err: told, error: told },
    redact: { paths: redact, censor: '(hidden)' },
  }
  return write ? pino(options, { write }) : pino(options)
}

/**
 * An error by its name, code and words, and what caused it. Nothing else that it carries: libraries hang the request on it that failed, with its
 * headers, and with the conversation that was sent to the model.
 */
function told(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : typeof error
  const { name, message, stack, cause } = error
  const code = 'code' in error && ['string', 'number'].includes(typeof error.code) ? error.code : undefined
  return {
    type: name,
    ...(code !== undefined && { code }),
    message,
    stack,
    ...(cause !== undefined && depth < 3 && { cause: told(cause, depth + 1) }),
  }
}
