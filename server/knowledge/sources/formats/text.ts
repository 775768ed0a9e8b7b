import { decode } from './decode.ts'
import type { Extracted } from './extracted.ts'

/** Markdown is what passages are cut from, so plain text and Markdown are taken as they are. */
export function readText(bytes: Uint8Array, charset: string | null): Extracted {
  const text = decode(bytes, charset)
  const heading = /^# +(.+)$/m.exec(text)?.[1]
  return { title: heading?.trim() || null, text, links: [], leftOut: [] }
}
