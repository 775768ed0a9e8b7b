/**
 * The address at the beginning of a text, as people write them into sentences: parentheses belong to it as far as they are balanced, and what
 * ends the sentence does not. One reading for the check of citations, the widget and the dashboard.
 */
export function addressAt(text: string): string {
  const whole = /^[^\s<>[\]`"]*/u.exec(text)![0]
  const open: number[] = []
  let end = whole.length
  for (const { 0: parenthesis, index } of whole.matchAll(/[()]/g)) {
    if (parenthesis === '(') open.push(index)
    else if (open.pop() === undefined) {
      end = index
      break
    }
  }
  return text.slice(0, open[0] ?? end).replace(/[.,;:!?'*_|]+$/u, '')
}

/** Only what cannot run: no javascript:, no data:, no relative address on somebody else's site. */
export function safeUrl(url: string): string | null {
  try {
    const parsed = new URL(url)
    return ['http:', 'https:', 'mailto:', 'tel:'].includes(parsed.protocol) ? parsed.href : null
  } catch {
    return null
  }
}
