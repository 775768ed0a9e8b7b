const longestLine = 2_000

/** Whether a text that is read piece by piece stands in Markdown code. */
export class CodeState {
  #line = ''
  #fence = ''

  /** All this has been read. */
  follow(text: string): void {
    const lines = (this.#line + text).split('\n')
    this.#line = lines.pop()!.slice(-longestLine)
    for (const line of lines) this.#fence = fenceAfter(this.#fence, line)
  }

  reset(): void {
    this.#line = ''
    this.#fence = ''
  }

  /** What stands between `before`, which follows what was read, and `after`: in code, or not, which may depend on what comes. */
  between(before: string, after: string, ended: boolean): 'code' | 'text' | 'unknown' {
    const lines = (this.#line + before).split('\n')
    const fence = lines.slice(0, -1).reduce(fenceAfter, this.#fence)
    if (fence) {
      if (new RegExp(`\\n {0,3}${fence}`).test(after)) return 'code'
      return ended ? 'text' : 'unknown'
    }
    const ticks = openSpan(lines.at(-1)!)
    if (!ticks) return 'text'
    const rest = after.split('\n', 2)
    if (rest[0]!.includes(ticks)) return 'code'
    return rest.length > 1 || ended ? 'text' : 'unknown'
  }

  /** Whether a fence is open there: what is in it is code, whatever comes. */
  inFence(before: string): boolean {
    const lines = (this.#line + before).split('\n')
    return lines.slice(0, -1).reduce(fenceAfter, this.#fence) !== ''
  }
}

/** The fence that is open after a line, or "". */
function fenceAfter(open: string, line: string): string {
  const found = /^\s{0,12}(`{3,}|~{3,})/.exec(line)?.[1]
  if (!found) return open
  if (!open) return found
  return found.startsWith(open) ? '' : open
}

/** The backticks of a code span that the line leaves open, or "". */
function openSpan(line: string): string {
  let open = ''
  for (const [ticks] of line.matchAll(/`+/g)) {
    if (!open) open = ticks
    else if (ticks === open) open = ''
  }
  return open
}
