import Papa from 'papaparse'
import type { Encoder } from '../../server/knowledge/vectors/encoder.ts'
import type { Meaning } from '../../server/knowledge/vectors/meaning.ts'
import {
  QuestionVectors,
  readStyleSubspace,
  type StyleSubspace,
} from '../../server/knowledge/vectors/question-vectors.ts'
import { SourceIndex } from '../../server/knowledge/vectors/source-index.ts'
import { CorrectionIndex, type Asked } from '../../server/teaching/matching.ts'
import { readLines, readText } from './datasets.ts'
import { learnStyleSubspace } from './style-subspace.ts'
import { mean, share, type Row } from './row.ts'
import { pickFrom, randomFrom } from './random.ts'
import { amount } from '../size.ts'

const seeds = amount([1, 2, 3, 4, 5], [1])
/** The style subspaces that a question is compared with were learned without its intent and a fifth of the others. */
const folds = amount(5, 2)
/** Of each intent so many questions are learned from. */
const learned = amount(40, 4)

/** How well a question finds the correction that was made for it, and what else it finds. */
export async function measureCorrections(encoder: Encoder | null): Promise<Row[]> {
  const hard = await paraphrases(encoder && questionsOf(encoder, readStyleSubspace()))
  const subspaces = encoder ? await subspacesByFold(encoder) : []
  return [
    {
      what: 'corrections: recall@1, one phrasing (BANKING77, 5 seeds)',
      target: '0.50',
      seen: share(await bankingRecall(encoder, subspaces, 1)),
    },
    {
      what: 'corrections: recall@1, five phrasings',
      target: '0.72',
      seen: share(await bankingRecall(encoder, subspaces, 5)),
    },
    { what: 'corrections: recall@1, hard paraphrases', target: '0.70', seen: share(hard.recall) },
    {
      what: 'corrections: near-unrelated in the sure band',
      target: 'at most 0.02',
      seen: share(hard.nearUnrelated),
    },
    { what: 'corrections: far-unrelated answered or asked back', target: '–', seen: share(hard.farUnrelated) },
  ]
}

export interface Utterance {
  text: string
  category: string
}

export const readBanking = (): Utterance[] =>
  Papa.parse<Utterance>(readText('banking77/train.csv'), { header: true, skipEmptyLines: true }).data

/** As the program compares questions. */
export function questionsOf(encoder: Encoder, subspaces: StyleSubspace): Meaning {
  return { index: (name) => new SourceIndex(name, new QuestionVectors(encoder, subspaces), encoder.keeper) }
}

const foldOf = (intent: number) => intent % folds

/** For each fold, what the intents of the other folds teach. */
export async function subspacesByFold(encoder: Encoder): Promise<StyleSubspace[]> {
  const groups: Float32Array[][] = []
  for (const all of Map.groupBy(readBanking(), ({ category }) => category).values())
    groups.push((await encoder.encodePatiently(all.slice(0, learned).map(({ text }) => text)))!)
  return Array.from({ length: folds }, (_, fold) =>
    learnStyleSubspace(
      groups.filter((_, intent) => foldOf(intent) !== fold),
      `fold-${fold}`,
    ),
  )
}

/** Of every intent the rest asks, one question in ten. */
async function bankingRecall(
  encoder: Encoder | null,
  subspaces: StyleSubspace[],
  phrasings: number,
): Promise<number> {
  const byIntent = [...Map.groupBy(readBanking(), ({ category }) => category)]
  const hits: number[] = []
  for (const seed of seeds) {
    const random = randomFrom(seed)
    const rest: Utterance[] = []
    const pool = byIntent.map(([id, all]): Asked => {
      const { picked, left } = pickFrom(all, phrasings, random)
      rest.push(...left.filter((_, number) => number % 10 === 0))
      return { id, question: picked[0]!.text, phrasings: picked.slice(1).map(({ text }) => ({ text })) }
    })
    const intents = new Map(byIntent.map(([id], place) => [id, foldOf(place)]))
    for (const [fold, asking] of Map.groupBy(rest, ({ category }) => intents.get(category)!)) {
      const index = new CorrectionIndex(encoder && questionsOf(encoder, subspaces[fold]!))
      index.replace(pool)
      await index.filled()
      for (const { text, category } of asking)
        hits.push(Number((await index.compare(text)).nearest[0]?.id === category))
      index.replace([])
    }
  }
  return mean(hits)
}

async function paraphrases(meaning: Meaning | null) {
  const lines = readLines('support-paraphrases/pairs.tsv').map((line) => line.split('\t'))
  const corrected = lines.filter(([kind]) => kind === 'C')
  const index = new CorrectionIndex(meaning)
  index.replace(
    corrected.map(([, question], number) => ({ id: String(number), question: question!, phrasings: [] })),
  )
  await index.filled()
  // One after the other: many at once would wait for each other until they are answered by words alone, and that would be measured.
  const hits: number[] = []
  for (const [number, [, , ...asked]] of corrected.entries())
    for (const text of asked) hits.push(Number((await index.compare(text)).nearest[0]?.id === String(number)))
  const unrelated = async (kind: string) => {
    const found = []
    for (const [of, text] of lines) if (of === kind) found.push(await index.match(text!))
    return found
  }
  return {
    recall: mean(hits),
    nearUnrelated: mean(
      (await unrelated('N')).map((matches) => Number(matches.some(({ band }) => band === 'sure'))),
    ),
    farUnrelated: mean((await unrelated('F')).map((matches) => Number(matches.length > 0))),
  }
}
