import Papa from 'papaparse'
import type { Encoder } from '../../server/encoder/encoder.ts'
import { CorrectionIndex, type Asked } from '../../server/supervision/matching.ts'
import { readLines, readText } from './datasets.ts'
import { mean, share, type Row } from './row.ts'
import { pickFrom, randomFrom } from './random.ts'

const seeds = [1, 2, 3, 4, 5]

/** How well a question finds the correction that was made for it, and what else it finds. */
export async function measureCorrections(encoder: Encoder | null): Promise<Row[]> {
  const hard = await paraphrases(encoder)
  return [
    { what: 'corrections: recall@1, one phrasing (BANKING77, 5 seeds)', target: '0.50', seen: share(await bankingRecall(encoder, 1)) },
    { what: 'corrections: recall@1, five phrasings', target: '0.72', seen: share(await bankingRecall(encoder, 5)) },
    { what: 'corrections: recall@1, hard paraphrases', target: '0.70', seen: share(hard.recall) },
    { what: 'corrections: near-unrelated in the sure band', target: 'at most 0.02', seen: share(hard.nearUnrelated) },
    { what: 'corrections: far-unrelated answered or asked back', target: '–', seen: share(hard.farUnrelated) },
  ]
}

export interface Utterance { text: string; category: string }

export const readBanking = (): Utterance[] => Papa.parse<Utterance>(readText('banking77/train.csv'), { header: true, skipEmptyLines: true }).data

/** Of every intent the rest asks, one question in ten. */
async function bankingRecall(encoder: Encoder | null, phrasings: number): Promise<number> {
  const byIntent = Map.groupBy(readBanking(), ({ category }) => category)
  const hits: number[] = []
  for (const seed of seeds) {
    const random = randomFrom(seed)
    const index = new CorrectionIndex(encoder)
    const rest: Utterance[] = []
    index.replace([...byIntent].map(([id, all]): Asked => {
      const { picked, left } = pickFrom(all, phrasings, random)
      rest.push(...left.filter((_, number) => number % 10 === 0))
      return { id, question: picked[0]!.text, phrasings: picked.slice(1).map(({ text }) => text) }
    }))
    await index.filled()
    for (const { text, category } of rest) hits.push(Number((await index.compare(text)).nearest[0]?.id === category))
  }
  return mean(hits)
}

async function paraphrases(encoder: Encoder | null) {
  const lines = readLines('support-paraphrases/pairs.tsv').map((line) => line.split('\t'))
  const corrected = lines.filter(([kind]) => kind === 'C')
  const index = new CorrectionIndex(encoder)
  index.replace(corrected.map(([, question], number) => ({ id: String(number), question: question!, phrasings: [] })))
  await index.filled()
  const hits = await Promise.all(corrected.flatMap(([, , ...asked], number) => asked.map(async (text) => Number((await index.compare(text)).nearest[0]?.id === String(number)))))
  const unrelated = (kind: string) => Promise.all(lines.filter(([of]) => of === kind).map(([, text]) => index.match(text!)))
  return {
    recall: mean(hits),
    nearUnrelated: mean((await unrelated('N')).map((matches) => Number(matches.some(({ band }) => band === 'sure')))),
    farUnrelated: mean((await unrelated('F')).map((matches) => Number(matches.length > 0))),
  }
}
