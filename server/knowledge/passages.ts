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

/** As much of an article is cut at a time: what a very large one takes must not hold whoever waits meanwhile. */
const sliceLength = 20_000

/** An article in pieces of about 500 characters, cut at headings, then paragraphs, then sentences. */
export const piecesOf = (article: Searchable): Piece[] => [...stretchesOf(article)].flat()

/** The same a stretch at a time. What comes between two stretches is little work, however large the article. */
export function* stretchesOf({ id, title, url, body }: Searchable): Generator<Piece[]> {
  let stretch: Piece[] = []
  let [count, parent, length] = [0, 0, 0]
  for (const { heading, texts } of sectionsOf(body))
    for (const text of texts) {
      length += text.length
      if (length > enoughOfParent && length > text.length) {
        yield around(stretch)
        stretch = []
        parent++
        length = text.length
      }
      const place = { id: `${id}-${count++}`, articleId: id, parent: `${id}/${parent}` }
      stretch.push({ ...place, title, url, heading, text, around: '' })
    }
  if (stretch.length) yield around(stretch)
  // An article that is only a title can still be found and pointed to.
  if (count === 0)
    yield [{ id: `${id}-0`, articleId: id, parent: `${id}/0`, title, url, heading: '', text: '', around: '' }]
}

function around(stretch: Piece[]): Piece[] {
  for (const beside of Map.groupBy(stretch, ({ heading }) => heading).values()) {
    const around = beside.map(({ text }) => text).join('\n\n')
    for (const piece of beside) piece.around = around
  }
  return stretch
}

/** What stands under one heading after the other, in texts that are short enough. A section that reaches over slices is told in parts. */
function* sectionsOf(body: string): Generator<{ heading: string; texts: string[] }> {
  let heading = ''
  for (const slice of slicesOf(body)) {
    let blocks: string[] = []
    for (const block of slice.split(/\n\s*\n|\n(?=#{1,6} )|(?<=(?:^|\n)#{1,6} [^\n]*)\n/)) {
      const next = /^#{1,6} +(.*?)[# ]*$/.exec(block.trim())
      if (next) {
        yield { heading, texts: fill(blocks.flatMap(shorten)) }
        heading = next[1] ?? ''
        blocks = []
      } else if (block.trim()) blocks.push(block.trim())
    }
    yield { heading, texts: fill(blocks.flatMap(shorten)) }
  }
}

/** Cut between paragraphs, else between lines, words or, in the end, anywhere between two characters. */
function* slicesOf(body: string): Generator<string> {
  const text = body.includes('\r') ? body.replace(/\r\n?/g, '\n') : body
  let from = 0
  while (text.length - from > sliceLength) {
    const slice = text.slice(from, from + sliceLength)
    const cut = ['\n\n', '\n', ' '].map((mark) => slice.lastIndexOf(mark)).find((at) => at > sliceLength / 2)
    const inPair = /[\uD800-\uDBFF]$/.test(slice)
    const length = cut ?? (inPair ? sliceLength - 1 : sliceLength)
    yield slice.slice(0, length)
    from += length
  }
  yield text.slice(from)
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
