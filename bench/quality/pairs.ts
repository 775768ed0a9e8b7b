import type { Meaning } from '../../server/knowledge/vectors/meaning.ts'
import { CorrectionIndex } from '../../server/teaching/matching.ts'
import { mean, share, type Row } from './row.ts'
import { laterAuthors, readTable } from './sets.ts'

/** Rows of a question, two ways to put it, and two questions that differ in one word. */
const readRows = (author: string): string[][] => readTable<string[]>(`pairs/${author}.tsv`, false).slice(1)

/** Questions that differ from a corrected one in a word: none may be answered by it for sure. And the same put in other words. */
export async function measurePairs(meaning: Meaning | null): Promise<Row[]> {
  const rows: Row[] = []
  for (const cut of ['learned', 'unseen'] as const) {
    const all = laterAuthors[cut].flatMap(readRows)
    const index = new CorrectionIndex(meaning)
    index.replace(all.map(([question = ''], place) => ({ id: String(place), question, phrasings: [] })))
    await index.filled()
    const [wrong, back, right, first]: number[][] = [[], [], [], []]
    for (const [place, [, one = '', other = '', ...differ]] of all.entries()) {
      for (const text of differ) {
        const [best] = await index.match(text)
        wrong!.push(Number(best?.band === 'sure'))
        back!.push(Number(best?.band === 'unsure'))
      }
      for (const text of [one, other]) {
        const [best] = await index.match(text)
        right!.push(Number(best?.band === 'sure' && best.id === String(place)))
        first!.push(Number(best?.id === String(place)))
      }
    }
    rows.push({
      what: `minimal pairs by authors ${cut === 'learned' ? 'learned from' : 'not learned from'} (${laterAuthors[cut].join(', ')}), ${wrong!.length + right!.length} questions: surely answered by the wrong correction`,
      target: 'at most 0.02',
      seen: share(mean(wrong!)),
    })
    rows.push({
      what: `minimal pairs (${laterAuthors[cut].join(', ')}): asked back needlessly`,
      target: 'at most 0.15',
      seen: `${share(mean(back!))}; the same in other words: surely answered ${share(mean(right!))}, surely or asked back ${share(mean(first!))}`,
    })
  }
  return rows
}
