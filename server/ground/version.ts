import { readFileSync } from 'node:fs'

/** Of this program, and so of the widget that it serves. */
export const version = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version
