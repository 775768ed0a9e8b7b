import { Unreadable, type Extracted } from './extracted.ts'
import { readHtml } from './html.ts'
import { readDocx, readPdf } from './office.ts'
import { readCsv, readJson, readXml } from './records.ts'
import { readText } from './text.ts'

/** What is to be read: a page as it was fetched or a file as it was sent. */
export interface Raw {
  bytes: Uint8Array
  /** The file's name, or the page's address. */
  name: string
  /** As the server declared it: "text/html"; empty for a file. */
  type: string
  charset: string | null
  /** Null for a file. */
  url: string | null
}

/** More than a thick book; what is longer is no knowledge for a chat. */
const longest = 4_000_000

export const fileEndings = ['txt', 'md', 'markdown', 'csv', 'html', 'htm', 'pdf', 'json', 'xml', 'docx'] as const

/** Throws `Unreadable` with what is wrong. */
export async function read(raw: Raw): Promise<Extracted> {
  if (!raw.bytes.length) throw new Unreadable('This is empty.')
  const extracted = await readAs(formatOf(raw), raw)
  const text = extracted.text
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  if (!/\p{L}{2}/u.test(text)) throw new Unreadable('There is no text in it.')
  if (text.length > longest)
    throw new Unreadable(
      `It holds ${Math.round(text.length / 1_000_000)} million characters; at most ${longest / 1_000_000} million can be read.`,
    )
  return { ...extracted, text }
}

function readAs(format: Format, { bytes, charset, url }: Raw): Extracted | Promise<Extracted> {
  switch (format) {
    case 'pdf':
      return readPdf(bytes)
    case 'docx':
      return readDocx(bytes)
    case 'html':
      return readHtml(bytes, charset, url)
    case 'csv':
      return readCsv(bytes, charset)
    case 'json':
      return readJson(bytes, charset)
    case 'xml':
      return readXml(bytes, charset)
    case 'text':
      return readText(bytes, charset)
  }
}

type Format = 'pdf' | 'docx' | 'html' | 'csv' | 'json' | 'xml' | 'text'

const byEnding: Record<string, Format> = {
  txt: 'text',
  md: 'text',
  markdown: 'text',
  csv: 'csv',
  html: 'html',
  htm: 'html',
  pdf: 'pdf',
  json: 'json',
  xml: 'xml',
  docx: 'docx',
}

function formatOf({ type, name, url, bytes }: Raw): Format {
  const ending = /\.([a-z0-9]+)$/i.exec(url ? new URL(url).pathname : name)?.[1]?.toLowerCase() ?? ''
  if (url === null) {
    const format = byEnding[ending]
    if (!format) throw new Unreadable(`Files of this kind cannot be read. These can: ${fileEndings.join(', ')}.`)
    return format
  }
  return byType(type) ?? sniffed(bytes) ?? byEnding[ending] ?? 'html'
}

function byType(type: string): Format | null {
  if (/html/.test(type)) return 'html'
  if (type === 'application/pdf') return 'pdf'
  if (/wordprocessingml/.test(type)) return 'docx'
  if (type === 'text/csv') return 'csv'
  if (/[/+]json$/.test(type)) return 'json'
  if (/[/+]xml$/.test(type)) return 'xml'
  if (type === 'text/plain' || type === 'text/markdown') return 'text'
  if (/^(?:image|audio|video|font)\//.test(type)) throw new Unreadable(`This is ${type}, not text.`)
  return null
}

const sniffed = (bytes: Uint8Array): Format | null =>
  Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-' ? 'pdf' : null
