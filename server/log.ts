import { pino, type Logger } from 'pino'
import type { Config } from './config.ts'

/** What may never be read in a log, at whatever depth our own lines carry it. */
const secret = ['token', 'password', 'secret', 'cookie', 'authorization', 'key']
const redact = secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `headers["set-${name}"]`, `*.headers["set-${name}"]`])

export function openLog({ logLevel }: Pick<Config, 'logLevel'>): Logger {
  return pino({ level: logLevel, redact: { paths: redact, censor: '(hidden)' } })
}
