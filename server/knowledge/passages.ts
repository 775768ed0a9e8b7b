import type { Article } from '../../protocol/entities.ts'

export type Searchable = Pick<Article, 'id' | 'title' | 'body' | 'url'>

export interface Piece {
  id: string
  articleId: string
  title: string
  url: string | null
  /** The nearest heading above it, or an empty string. */
  heading: string
  text: string
}

const enough = 500

/** An article in pieces of about 500 characters, cut at headings, then paragraphs, then sentences. */
export function piecesOf(article: Searchable): Piece[] {
  const pieces: Piece[] = []
  for (const section of sectionsOf(article.body)) {
    for (const text of fill(section.blocks.flatMap(shorten))) {
      pieces.push({ id: `${article.id}-${pieces.length}`, articleId: article.id, title: article.title, url: article.url, heading: section.heading, text })
    }
  }
  // An article that is only a title can still be found and pointed to.
  if (pieces.length === 0) pieces.push({ id: `${article.id}-0`, articleId: article.id, title: article.title, url: article.url, heading: '', text: '' })
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
  const sentences = sentencesOf(block).flatMap((sentence) => sentence.match(new RegExp(`.{1,${enough * 2}}`, 'gsu')) ?? [])
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
    if (last !== undefined && /\b(?:e\.g|i\.e|approx|no|nr|vs|mr|mrs|ms|dr|st|inc|ltd|co)\.\s*$/i.test(last)) sentences[sentences.length - 1] = last + segment
    else sentences.push(segment)
  }
  return sentences.map((sentence) => sentence.trim()).filter(Boolean)
}
