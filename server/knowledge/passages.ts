import type { Article } from '../../protocol/entities.ts'

export type Searchable = Pick<Article, 'id' | 'title' | 'body' | 'url'>

/** About 500 characters: small enough to say one thing. */
export interface Piece {
  id: string
  articleId: string
  /** The stretch of about 2,000 characters that it stands in: a piece that fits, in a stretch that fits, is no accident. */
  parent: string
  title: string
  url: string | null
  /** The nearest heading above it, or an empty string. */
  heading: string
  text: string
  /** All that its parent says under its heading: an answer may begin in one piece and end in the next. */
  around: string
}

const enough = 500
const enoughOfParent = 2000

/** An article in pieces of about 500 characters, cut at headings, then paragraphs, then sentences. */
export function piecesOf({ id, title, url, body }: Searchable): Piece[] {
  const pieces: Piece[] = []
  let [parent, length] = [0, 0]
  for (const section of sectionsOf(body)) {
    for (const text of fill(section.blocks.flatMap(shorten))) {
      length += text.length
      if (length > enoughOfParent && length > text.length) [parent, length] = [parent + 1, text.length]
      pieces.push({
        id: `${id}-${pieces.length}`,
        articleId: id,
        parent: `${id}/${parent}`,
        title,
        url,
        heading: section.heading,
        text,
        around: '',
      })
    }
  }
  for (const beside of Map.groupBy(pieces, ({ parent, heading }) => `${parent}\n${heading}`).values()) {
    const around = beside.map(({ text }) => text).join('\n\n')
    for (const piece of beside) piece.around = around
  }
  // An article that is only a title can still be found and pointed to.
  if (pieces.length === 0)
    pieces.push({ id: `${id}-0`, articleId: id, parent: `${id}/0`, title, url, heading: '', text: '', around: '' })
  return pieces
}

function sectionsOf(body: string): { heading: string; blocks: string[] }[] {
  const sections = [{ heading: '', blocks: [] as string[] }]
  for (const block of body.replace(/\r\n?/g, '\n').split(/\n\s*\n|\n(?=#{1,6} )|(?<=(?:^|\n)#{1,6} [^\n]*)\n/)) {
    const heading = /^#{1,6} +(.*?)[# ]*$/.exec(block.trim())
    if (heading) sections.push({ heading: heading[1] ?? '', blocks: [] })
    else if (block.trim()) sections.at(-1)?.blocks.push(block.trim())
  }
  return sections
}

/** A block that is too long by itself, cut between its lines or sentences; a sentence without end is cut hard. */
function shorten(block: string): string[] {
  if (block.length <= enough) return [block]
  const lines = block.split('\n')
  if (lines.length > 1) return fill(lines.flatMap(shorten), '\n')
  const sentences = sentencesOf(block).flatMap(
    (sentence) => sentence.match(new RegExp(`.{1,${enough * 2}}`, 'gsu')) ?? [],
  )
  return fill(sentences, ' ')
}

/** Joins neighbours while they fit, so that a passage is neither a crumb nor a page. */
function fill(parts: string[], between = '\n\n'): string[] {
  const filled: string[] = []
  for (const part of parts) {
    const last = filled.at(-1)
    if (last !== undefined && last.length + part.length <= enough) filled[filled.length - 1] = last + between + part
    else filled.push(part)
  }
  return filled
}

const splitter = new Intl.Segmenter('en', { granularity: 'sentence' })

/** The sentences of one paragraph. "e.g. this" stays whole, which a split at full stops would break. */
export function sentencesOf(paragraph: string): string[] {
  const sentences: string[] = []
  for (const { segment } of splitter.segment(paragraph)) {
    const last = sentences.at(-1)
    if (last !== undefined && /\b(?:e\.g|i\.e|approx|no|nr|vs|mr|mrs|ms|dr|st|inc|ltd|co)\.\s*$/i.test(last))
      sentences[sentences.length - 1] = last + segment
    else sentences.push(segment)
  }
  return sentences.map((sentence) => sentence.trim()).filter(Boolean)
}
