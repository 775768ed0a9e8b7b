import { addressAt, safeUrl } from '../protocol/addresses.ts'

/** What stands within a line. */
export type Inline =
  | string
  | { kind: 'break' }
  | { kind: 'code'; text: string }
  | { kind: 'strong' | 'em' | 'del'; of: Inline[] }
  | { kind: 'link'; url: string; of: Inline[] }

/** Marks further apart than this are none of a pair: so the work stays in proportion to the text. */
const reach = 1000
const punctuation = /[!-/:-@[-`{-~]/
const start = /[\\`*_~\n]|!?\[|<?https?:\/\/|<?mailto:/gi

/** Whatever is neither code nor a link nor marked stays as it is written. */
export function inlineOf(text: string): Inline[] {
  const nodes: Inline[] = []
  let from = 0
  start.lastIndex = 0
  for (let match = start.exec(text); match; match = start.exec(text)) {
    const at = match.index
    const found = spanAt(text, at)
    if (!found) {
      // A run of marks that opens nothing is passed as a whole.
      start.lastIndex = at + (/^[`*_~]+/.exec(text.slice(at, at + 40))?.[0].length ?? match[0].length)
      continue
    }
    if (at > from) nodes.push(text.slice(from, at))
    nodes.push(found.node)
    from = at + found.length
    start.lastIndex = from
  }
  if (from < text.length) nodes.push(text.slice(from))
  return nodes
}

/** An operator's or a visitor's words as they were typed: only addresses become links. */
export function linksOf(text: string): Inline[] {
  const nodes: Inline[] = []
  let from = 0
  for (const { index } of text.matchAll(/(?<![\w/.@-])https?:\/\/\w/gi)) {
    if (index < from) continue
    const address = addressAt(text.slice(index))
    const url = safeUrl(address)
    if (!url) continue
    if (index > from) nodes.push(text.slice(from, index))
    nodes.push({ kind: 'link', url, of: [address] })
    from = index + address.length
  }
  if (from < text.length) nodes.push(text.slice(from))
  return nodes
}

interface Span {
  node: Inline
  length: number
}

function spanAt(text: string, at: number): Span | null {
  switch (text[at]) {
    case '\n':
      return { node: { kind: 'break' }, length: 1 }
    case '\\':
      return punctuation.test(text[at + 1] ?? '') ? { node: text[at + 1]!, length: 2 } : null
    case '`':
      return codeAt(text.slice(at, at + reach))
    case '[':
    case '!':
      return linkAt(text.slice(at, at + 3 * reach))
    case '*':
    case '_':
    case '~':
      return markedAt(text, at)
    default:
      return bareAt(text, at)
  }
}

function codeAt(text: string): Span | null {
  const mark = /^`+/.exec(text)![0]
  for (let at = text.indexOf(mark, mark.length); at >= 0; at = text.indexOf(mark, at)) {
    const run = /^`+/.exec(text.slice(at))![0].length
    if (run !== mark.length) at += run
    else {
      const inside = text.slice(mark.length, at).replace(/\n/g, ' ')
      // One space each keeps backticks apart that belong to the code.
      const code = /^ .*\S.* $/.test(inside) ? inside.slice(1, -1) : inside
      return { node: { kind: 'code', text: code }, length: at + run }
    }
  }
  return null
}

/** A picture is a link to it: nothing is fetched that nobody asked for. */
function linkAt(text: string): Span | null {
  const label = /^!?\[((?:[^[\]\n\\]|\\.|\[[^[\]\n]*\])*)\]\(\s*/.exec(text)
  if (!label) return null
  const rest = text.slice(label[0].length)
  const angled = /^<([^<>\n]*)>/.exec(rest)
  const target = angled?.[1] ?? addressAt(rest)
  const url = safeUrl(target)
  const end = /^(?:\s+"[^"\n]*")?\s*\)/.exec(rest.slice(angled ? angled[0].length : target.length))
  if (!url || !end) return null
  const length = label[0].length + (angled ? angled[0].length : target.length) + end[0].length
  return { node: { kind: 'link', url, of: withoutLinks(label[1]! || target) }, length }
}

/** Within a link there is none. */
const withoutLinks = (text: string): Inline[] =>
  inlineOf(text).flatMap((node) => (typeof node === 'object' && node.kind === 'link' ? node.of : [node]))

function bareAt(text: string, at: number): Span | null {
  if (/[\w/.@-]/.test(text[at - 1] ?? '')) return null
  const angled = text[at] === '<' ? 1 : 0
  const address = addressAt(text.slice(at + angled, at + 2 * reach))
  const url = safeUrl(address)
  if (!url || /^https?:\/*$/i.test(address)) return null
  const closed = angled && text[at + 1 + address.length] === '>' ? 1 : 0
  return { node: { kind: 'link', url, of: [address] }, length: angled + address.length + closed }
}

/** A mark opens before a word and closes behind one; a star within "2*3*4" or before a name in a row of them does neither. */
function markedAt(text: string, at: number): Span | null {
  const run = /^(?:\*+|_+|~+)/.exec(text.slice(at, at + 4))![0]
  const size = run[0] === '~' ? 2 : Math.min(run.length, 2)
  const mark = run.slice(0, size)
  if (mark.length < size || run.length > 3) return null
  const isWord = (char: string | undefined) => char !== undefined && /[\p{L}\p{N}_]/u.test(char)
  const single = size === 1 || mark[0] === '_'
  if (/\s/.test(text[at + size] ?? ' ') || (single && isWord(text[at - 1]))) return null
  const end = Math.min(text.length, at + reach)
  for (
    let close = text.indexOf(mark, at + size);
    close >= 0 && close < end;
    close = text.indexOf(mark, close + 1)
  ) {
    const outside = [text[close - 1], text[close + size]]
    if (close === at + size || /\s/.test(outside[0]!) || (single && (isWord(outside[1]) || outside[1] === mark[0])))
      continue
    if (size === 1 && outside[0] === mark[0]) continue
    // "***both***": the inner pair is read next.
    const inner = text[close + size] === mark[0] && run.length === 3 ? 1 : 0
    const kinds = { '*': 'em', _: 'em', '~': 'del' } as const
    const kind = size === 2 && mark[0] !== '~' ? 'strong' : kinds[mark[0] as '*']
    return {
      node: { kind, of: inlineOf(text.slice(at + size, close + inner)) },
      length: close + inner + size - at,
    }
  }
  return null
}
