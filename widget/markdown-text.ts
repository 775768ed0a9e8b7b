export function blocksOf(text: string): string[][] {
  return text
    .trim()
    .split(/\n\s*\n/)
    .map((block) => block.split('\n'))
}

const pattern =
  /\*\*(.+?)\*\*|(?<![\w*])\*(?!\s)([^*\n]+?)\*(?!\w)|`([^`\n]+)`|\[([^[\]\n]+)\]\(([^()[\s]+)\)|\b(https?:\/\/[^\s<>()]+[^\s<>().,;:!?'"])/g

/** Plain words, and what stands out among them: bold, italic, code, the words and the target of a link, an address. */
export function spansOf(text: string): (string | RegExpExecArray)[] {
  const spans: (string | RegExpExecArray)[] = []
  let from = 0
  for (const match of text.matchAll(pattern)) {
    if (match.index > from) spans.push(text.slice(from, match.index))
    spans.push(match)
    from = match.index + match[0].length
  }
  if (from < text.length) spans.push(text.slice(from))
  return spans
}
