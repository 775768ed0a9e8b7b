import chardet from 'chardet'
import { Unreadable } from './extracted.ts'

/** So much is enough to tell an encoding by. */
const sampled = 64 * 1024
/** Below this the detector only guesses. */
const leastConfidence = 20

/**
 * What the bytes say in letters. The bytes count for more than what is declared of them: valid UTF-8 is hardly ever anything else, and servers
 * declare what they were once set to. Throws `Unreadable` where nobody can tell the letters: garbage must not be answered from.
 */
export function decode(bytes: Uint8Array, declared: string | null = null): string {
  const text = decodedBy(bytes, declared)
  if (isBinary(text)) throw new Unreadable('This is not text.')
  return text.replaceAll('\0', '').toWellFormed()
}

function decodedBy(bytes: Uint8Array, declared: string | null): string {
  const certain = byMark(bytes) ?? withoutMark(bytes)
  if (certain) return new TextDecoder(certain).decode(bytes)
  const named = declared ?? declaredInside(bytes)
  if (named && /^(?:iso-2022|hz)/i.test(named)) return attempt(bytes, named) ?? detected(bytes)
  return attempt(bytes, 'utf-8') ?? nearlyUtf8(bytes) ?? attempt(bytes, named) ?? detected(bytes)
}

function byMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null
}

/** UTF-16 of most languages has a zero in every other byte. */
function withoutMark(bytes: Uint8Array): string | null {
  const sample = bytes.subarray(0, 1024)
  const zeros = [0, 0]
  sample.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2]!++
  })
  const many = sample.length * 0.3
  if (zeros[1]! > many && zeros[0]! < many / 10) return 'utf-16le'
  return zeros[0]! > many && zeros[1]! < many / 10 ? 'utf-16be' : null
}

function declaredInside(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, 2048)).toString('latin1')
  const found = /<meta[^>]{0,200}charset\s*=\s*["']?([\w-]+)|<\?xml[^>]{0,100}encoding\s*=\s*["']([\w-]+)/i.exec(
    head,
  )
  return found?.[1] ?? found?.[2] ?? null
}

function attempt(bytes: Uint8Array, charset: string | null): string | null {
  if (!charset) return null
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** One broken byte, as where a text was cut, does not make the rest another encoding. */
function nearlyUtf8(bytes: Uint8Array): string | null {
  const text = new TextDecoder('utf-8').decode(bytes)
  const sample = text.slice(0, sampled)
  const broken = sample.split('\ufffd').length - 1
  const whole = (sample.match(/[^\0-\x7f\ufffd]/g) ?? []).length
  return broken * 20 <= whole ? text : null
}

function detected(bytes: Uint8Array): string {
  const sample = bytes.subarray(0, sampled)
  for (const { name, confidence } of chardet.analyse(sample)) {
    if (confidence < leastConfidence) break
    const text = attempt(bytes, name)
    if (text !== null) return /1252|8859-1$/.test(name) ? westernOf(bytes, text) : text
  }
  const foreign = sample.reduce((count, byte) => count + Number(byte > 0x7f), 0)
  // A few accents are too little to tell by, and most often Western European.
  if (foreign <= sample.length * 0.1) return westernOf(bytes, new TextDecoder('windows-1252').decode(bytes))
  throw new Unreadable('The encoding of its letters cannot be told. Save it as UTF-8 and add it again.')
}

/** Signs amid small letters are what the letters of an old Mac look like. */
function westernOf(bytes: Uint8Array, text: string): string {
  return /\p{Ll}[ŸŠŽƒ†‡‰¤ŒŠœˆ•]\p{Ll}/u.test(text) ? new TextDecoder('macintosh').decode(bytes) : text
}

/** Text has hardly any control characters; pictures and programs are full of them. */
function isBinary(text: string): boolean {
  const sample = text.slice(0, 4000)
  let odd = 0
  for (const letter of sample)
    if (letter === '\ufffd' || (letter < ' ' && !'\t\n\v\f\r\x1b'.includes(letter))) odd++
  return odd > sample.length * 0.02
}
