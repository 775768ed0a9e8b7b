import { inlineOf, type Inline } from './inline.ts'

/** What a language model's Markdown says, as a tree: the widget and the dashboard draw it, each with its own elements and never as HTML. */
export type Block =
  | { kind: 'paragraph' | 'heading'; of: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'quote'; of: Block[] }
  | { kind: 'list'; ordered: boolean; items: Item[] }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] }
  | { kind: 'rule' }

/** `number` as it was written: a list that goes on after something else goes on counting. */
interface Item {
  number: number | undefined
  of: Block[]
}

/** Deeper than anybody writes; below it, marks are words. */
const deepest = 8
const fence = /^ *(`{3,}|~{3,})([^`]*)$/
const heading = /^ {0,3}#{1,6}\s+(.+?)[\s#]*$/
const rule = /^ {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$/
const quote = /^ {0,3}> ?/
const item = /^( *)([-*+•]|(\d{1,9})[.)])(?: +|$)(.*)$/
const delimiters = /^ *\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *$/

export const blocksOf = (text: string): Block[] => read(text.replace(/\t/g, '    ').split(/\r?\n/), 0)

function read(lines: string[], depth: number): Block[] {
  const blocks: Block[] = []
  for (let at = 0; at < lines.length;) {
    if (!lines[at]!.trim()) at++
    else {
      const [block, next] = blockAt(lines, at, depth)
      blocks.push(block)
      at = next
    }
  }
  return blocks
}

/** The block that begins there, and where the next one may begin. */
function blockAt(lines: string[], at: number, depth: number): [Block, number] {
  const line = lines[at]!
  const fenced = fence.exec(line)
  if (fenced) return codeAt(lines, at, fenced[1]!)
  const headed = heading.exec(line)
  if (headed) return [{ kind: 'heading', of: inlineOf(headed[1]!) }, at + 1]
  if (rule.test(line)) return [{ kind: 'rule' }, at + 1]
  if (isTable(lines, at)) return tableAt(lines, at)
  if (depth < deepest && quote.test(line)) return quoteAt(lines, at, depth)
  if (depth < deepest && item.test(line)) return listAt(lines, at, depth)
  return paragraphAt(lines, at)
}

/** To its end, or to that of the text: a reply that is still being written has not ended it yet. */
function codeAt(lines: string[], at: number, mark: string): [Block, number] {
  const closes = (line: string) => line.trim().startsWith(mark) && !line.trim().replaceAll(mark[0]!, '')
  const end = firstOf(lines, at + 1, closes)
  const indent = lines[at]!.search(/\S/)
  const inside = lines.slice(at + 1, end)
  const text = inside.map((line) => line.slice(Math.min(indent, Math.max(0, line.search(/\S|$/))))).join('\n')
  return [{ kind: 'code', text }, end + 1]
}

function quoteAt(lines: string[], at: number, depth: number): [Block, number] {
  const end = endOf(lines, at, (line) => quote.test(line))
  return [
    {
      kind: 'quote',
      of: read(
        lines.slice(at, end).map((line) => line.replace(quote, '')),
        depth + 1,
      ),
    },
    end,
  ]
}

function listAt(lines: string[], at: number, depth: number): [Block, number] {
  const [, indent, , first] = item.exec(lines[at]!)!
  const base = indent!.length
  const ordered = first !== undefined
  const items: Item[] = []
  let next = at
  while (next < lines.length) {
    const found = item.exec(lines[next]!)
    if (!found || found[1]!.length > base + 1 || (found[3] !== undefined) !== ordered || rule.test(lines[next]!))
      break
    const end = endOfItem(lines, next, base)
    const inner = [
      found[4]!,
      ...lines.slice(next + 1, end).map((line) => dedent(line, found[0].length - found[4]!.length)),
    ]
    items.push({ number: ordered ? Number(found[3]) : undefined, of: read(inner, depth + 1) })
    next = end
    // Empty lines between two items part nothing.
    const following = firstOf(lines, next, (line) => line.trim() !== '')
    if (item.test(lines[following] ?? '')) next = following
  }
  return [{ kind: 'list', ordered, items }, next]
}

/** What is indented belongs to the item, and what follows without an empty line between. */
function endOfItem(lines: string[], at: number, base: number): number {
  let end = at + 1
  for (let index = at + 1; index < lines.length; index++) {
    const line = lines[index]!
    if (!line.trim()) continue
    const inside = line.search(/\S/) >= base + 2
    if (!inside && (index > end || startsBlock(lines, index))) break
    end = index + 1
  }
  return end
}

const dedent = (line: string, by: number) => line.slice(Math.min(by, Math.max(0, line.search(/\S|$/))))

const isTable = (lines: string[], at: number) =>
  lines[at]!.includes('|') && delimiters.test(lines[at + 1] ?? '') && lines[at + 1]!.includes('-')

function tableAt(lines: string[], at: number): [Block, number] {
  const end = endOf(lines, at + 2, (line) => line.includes('|'))
  const [head, ...rows] = [lines[at]!, ...lines.slice(at + 2, end)].map(cellsOf)
  return [{ kind: 'table', head: head!, rows }, end]
}

const cellsOf = (line: string): Inline[][] =>
  line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
    .split(/(?<!\\)\|/)
    .map((cell) => inlineOf(cell.trim().replaceAll('\\|', '|')))

function paragraphAt(lines: string[], at: number): [Block, number] {
  const end = Math.max(
    at + 1,
    endOf(lines, at, (line, index) => index === at || !startsBlock(lines, index)),
  )
  return [
    {
      kind: 'paragraph',
      of: inlineOf(
        lines
          .slice(at, end)
          .map((line) => line.trim())
          .join('\n'),
      ),
    },
    end,
  ]
}

const startsBlock = (lines: string[], at: number) =>
  [fence, heading, rule, quote, item].some((start) => start.test(lines[at]!)) || isTable(lines, at)

/** The first line from there that is empty or does not belong. */
const endOf = (lines: string[], from: number, belongs: (line: string, index: number) => boolean) =>
  firstOf(lines, from, (line, index) => !line.trim() || !belongs(line, index))

function firstOf(lines: string[], from: number, is: (line: string, index: number) => boolean): number {
  let at = from
  while (at < lines.length && !is(lines[at]!, at)) at++
  return at
}
