import { startOf } from '../../../../protocol/cut.ts'
import mammoth from 'mammoth'
import { extractText, getDocumentProxy } from 'unpdf'
import { Unreadable, type Extracted } from './extracted.ts'
import { toMarkdown } from './html.ts'
import { mustUnpackWithin } from './zip.ts'

const mostPages = 2000
/** The XML of a Word document of a thousand pages has some 20 MB. */
const mostUnpacked = 64 * 1024 * 1024

/** The text of a PDF. A scanned one holds pictures of text, which nobody here can read. */
export async function readPdf(bytes: Uint8Array): Promise<Extracted> {
  if (Buffer.from(bytes.subarray(0, 1024)).toString('latin1').indexOf('%PDF-') < 0)
    throw new Unreadable('This is called a PDF and is none.')
  const pdf = await getDocumentProxy(new Uint8Array(bytes)).catch((error: Error) => {
    throw new Unreadable(
      error.name === 'PasswordException'
        ? 'The PDF is encrypted. Save it without a password and add it again.'
        : `The PDF is damaged: ${error.message}`,
    )
  })
  if (pdf.numPages > mostPages)
    throw new Unreadable(`The PDF has ${pdf.numPages} pages; at most ${mostPages} can be read.`)
  const { text } = await extractText(pdf, { mergePages: false })
  const pages = text.map((page) => page.trim())
  const joined = pages.filter(Boolean).join('\n\n')
  if (!joined)
    throw new Unreadable(
      'The PDF holds no text, most likely pictures of pages. Run it through text recognition and add it again.',
    )
  const { info } = await pdf.getMetadata().catch(() => ({ info: {} }))
  const title = (info as { Title?: unknown }).Title
  return {
    title: typeof title === 'string' && title.trim() ? startOf(title.trim(), 200) : null,
    text: joined,
    links: [],
    leftOut: scannedOf(pages),
  }
}

/** Pages that are pictures, by number, so that somebody can do something about it. */
function scannedOf(pages: string[]): string[] {
  const scanned = pages.flatMap((page, index) => (page ? [] : [String(index + 1)]))
  if (!scanned.length) return []
  const named = new Intl.ListFormat('en').format(scanned.slice(0, 50))
  const more = scanned.length > 50 ? ` and ${scanned.length - 50} more` : ''
  const which = scanned.length === 1 ? `Page ${named} holds` : `Pages ${named}${more} hold`
  return [`${which} no text, most likely pictures of text. Run the PDF through text recognition and add it again.`]
}

/** A Word document with its headings. */
export async function readDocx(bytes: Uint8Array): Promise<Extracted> {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b)
    throw new Unreadable(
      bytes[0] === 0xd0
        ? 'This is an encrypted or old Word document. Save it as .docx without a password and add it again.'
        : 'This is called a Word document and is none.',
    )
  mustUnpackWithin(bytes, mostUnpacked)
  const { value } = await mammoth
    .convertToHtml(
      { buffer: Buffer.from(bytes) },
      { convertImage: mammoth.images.imgElement(async () => ({ src: '' })) },
    )
    .catch((error: Error) => {
      throw new Unreadable(`The Word document is damaged: ${error.message}`)
    })
  const text = toMarkdown(value)
  return { title: /^# +(.+)$/m.exec(text)?.[1] ?? null, text, links: [], leftOut: [] }
}
