import { execFileSync } from 'node:child_process'

/** What stands at the top of a page of figures: how many targets are met, and whether the figures are those of this program. */
function summaryOf(sections: string[]): string {
  const count = (mark: string) => sections.join('\n').split(mark).length - 1
  const [met, missed] = [count('✓'), count('✗')]
  const sum = `**${met} of ${met + missed} targets are met, ${missed} are missed.**`
  return sections.every(isCurrent) ? sum : `${sum}\n\n${staleSays}`
}

const staleSays =
  'Some of these sections are older than the newest change to `server/`: each names the commit it was measured at.'

/** A page with the top that is true now. A page of which it cannot be told, as in a clone without history, keeps what it says. */
export function withSummary(page: string): string {
  const [top = '', ...sections] = page.trim().split(/^(?=## )/m)
  if (!commitNow()) return page
  const said = top.trim().replace(/\n\n\*\*\d+ of \d+ targets[^]*?(?=\n\n(?!Some of these)|$)/, '')
  const [title, ...rest] = said.split('\n\n')
  const summary = summaryOf(sections.length ? sections : [said])
  return `${[title, summary, ...rest, ...sections.map((section) => section.trim())].join('\n\n')}\n`
}

/** Measured at a commit since which nothing of the server has changed. */
function isCurrent(section: string): boolean {
  const commit = /at commit ([0-9a-f]{7,40})/.exec(section)?.[1]
  return Boolean(commit) && git('diff', '--quiet', commit!, '--', ':/server') !== null
}

/** The commit that is checked out, with a word about what is not committed. Empty where git is not there to tell. */
export function commitNow(): string {
  const commit = git('rev-parse', '--short=10', 'HEAD')
  if (!commit) return ''
  return git('diff', '--quiet', 'HEAD', '--', ':/server') === null ? `${commit}, with changes on top` : commit
}

/** Null where it fails. */
function git(...args: string[]): string | null {
  try {
    return execFileSync('git', args, {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return null
  }
}
