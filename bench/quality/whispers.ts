import { compose } from '../../server/builtin/compose.ts'
import { readReceipt } from '../../server/judging/receipt.ts'
import type { ArticleIndex } from '../../server/knowledge/search.ts'
import { readWhisper } from '../../server/language/whisper.ts'
import { indexOf, turnOf } from './play.ts'
import { mean, share, type Row } from './row.ts'
import { authors, readTable, type Cut } from './sets.ts'

interface Whispered {
  trade: string
  asked: string
  whisper: string
  expect: string
  not: string
}

/** Whether the next reply says what a whisper wants, and whether receipts say what is so. By authors that were learned from and others. */
export async function measureWhispers(): Promise<Row[]> {
  const rows: Row[] = []
  for (const cut of ['learned', 'unseen'] as const) {
    const seen = await followed(cut)
    const receipts = readReceipts(cut)
    rows.push(
      {
        what: `whispers, ${seen.length} by authors ${wordsFor(cut)}: good`,
        target: '0.80',
        seen: `${share(mean(seen.map(({ good }) => Number(good))))}, of it not understood and so not said ${share(mean(seen.map(({ refused }) => Number(refused))))}`,
      },
      {
        what: `receipts, ${receipts.length} by authors ${wordsFor(cut)}: agreement`,
        target: '0.95, untrue at most 0.02',
        seen: `${share(mean(receipts.map(({ right }) => Number(right))))}, untrue ${share(mean(receipts.map(({ untrue }) => Number(untrue))))}`,
      },
    )
  }
  return rows
}

const wordsFor = (cut: Cut) =>
  `${cut === 'learned' ? 'learned from' : 'not learned from'} (${authors[cut].join(', ')})`

async function followed(cut: Cut): Promise<{ good: boolean; refused: boolean }[]> {
  const indexes = new Map<string, ArticleIndex>()
  const seen = []
  for (const { trade, asked, whisper, expect, not } of authors[cut].flatMap((author) =>
    readTable<Whispered>(`whispers/${author}.tsv`),
  )) {
    const index = indexes.get(trade) ?? (await indexOf(trade, null))
    indexes.set(trade, index)
    const { text } = compose(await turnOf(index, [asked], [whisper]))
    const refused = readWhisper(whisper).some(({ kind }) => kind === 'hint')
    const broken = not !== '' && new RegExp(`\\b(?:${not})\\b`).test(text.replace(/“[^”]*”/g, ''))
    seen.push({ good: refused || (new RegExp(expect, 'i').test(text) && !broken), refused })
  }
  return seen
}

function readReceipts(cut: Cut): { right: boolean; untrue: boolean }[] {
  return authors[cut]
    .flatMap((author) => readTable<{ label: string; whisper: string; reply: string }>(`receipts/${author}.tsv`))
    .map(({ label, whisper, reply }) => {
      const title = /^Our article “(.+)” covers/.exec(reply)?.[1]
      const { receipt } = readReceipt(whisper, {
        text: reply,
        sources: title ? [{ id: title, title, url: null }] : [],
        human: /\basking a person\b/.test(reply),
      })
      const [said, truth] = [receipt === 'followed', label === 'followed']
      return { right: said === truth, untrue: said && !truth }
    })
}
