import { Unreadable, type Extracted } from './extracted.ts'

/** What the bytes say in letters. A declared charset counts unless the bytes contradict it; old pages without one are most often windows-1252. */
export function decode(bytes: Uint8Array, declared: string | null = null): string {
  const marked = byMark(bytes)
  if (marked) return new TextDecoder(marked).decode(bytes)
  const named =
    declared ??
    /<meta[^>]{0,200}charset\s*=\s*["']?([\w-]+)|<\?xml[^>]{0,100}encoding\s*=\s*["']([\w-]+)/i
      .exec(latin(bytes.subarray(0, 2048)))
      ?.slice(1)
      .find(Boolean) ??
    null
  const text = attempt(bytes, named) ?? attempt(bytes, 'utf-8') ?? new TextDecoder('windows-1252').decode(bytes)
  if (isBinary(text)) throw new Unreadable('This is not text.')
  return text.replaceAll('\0', '').toWellFormed()
}

const byMark = (bytes: Uint8Array) =>
  bytes[0] === 0xef && bytes[1] === 0xbb
    ? 'utf-8'
    : bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : null

const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

function attempt(bytes: Uint8Array, charset: string | null): string | null {
  if (!charset) return null
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** Text has hardly any control characters; pictures and programs are full of them. */
function isBinary(text: string): boolean {
  const sample = text.slice(0, 4000)
  let odd = 0
  for (const letter of sample)
    if (letter === '\ufffd' || (letter < ' ' && !'\t\n\v\f\r\x1b'.includes(letter))) odd++
  return odd > sample.length * 0.02
}

/** Markdown is what passages are cut from, so plain text and Markdown are taken as they are. */
export function readText(bytes: Uint8Array, charset: string | null): Extracted {
  const text = decode(bytes, charset)
  const heading = /^# +(.+)$/m.exec(text)?.[1]
  return { title: heading?.trim() || null, text, links: [] }
}
