import { startOf } from '../../protocol/cut.ts'

/** The beginning of a text, cut between two words where it has words, and never within a character. */
export function shortenedAtWord(text: string, most: number): string {
  if (text.length <= most) return text
  const start = startOf(text, most - 1)
  const cut = start.search(/\s+\S*$/u)
  return `${(cut > most / 2 ? start.slice(0, cut) : start).replace(/[\s,;:.–-]+$/u, '')}…`
}
