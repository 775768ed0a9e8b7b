import { writeFileSync } from 'node:fs'
import type { Calibration } from '../../protocol/teaching/learning-routes.ts'
import { Encoder } from '../../server/knowledge/vectors/encoder.ts'
import type { Meaning } from '../../server/knowledge/vectors/meaning.ts'
import { readStyleSubspace } from '../../server/knowledge/vectors/question-vectors.ts'
import { CorrectionIndex, type Nearness } from '../../server/teaching/matching.ts'
import { subspacesByFold, questionsOf, readBanking } from './corrections.ts'
import { haveDatasets, readLines } from './datasets.ts'
import { pickFrom, randomFrom } from './random.ts'
import { amount } from '../size.ts'

/** Other pools than those that bench:quality measures with. */
const seeds = amount([101, 102, 103], [101])
/** Of the questions that a correction answers for sure, so many must be right ones. */
const right = 0.8
/** Of remarks about anything, so many may be asked back about. */
const disturbed = 0.02

interface Answered {
  best: number
  right: boolean
}

/** Writes `server/teaching/thresholds.json`: the thresholds of each built-in model and of words alone, and what they were measured to do. */
async function main(): Promise<void> {
  if (!haveDatasets()) throw new Error('../shared/data is not there, so there is nothing to calibrate with')
  const encoder = new Encoder()
  encoder.start()
  await encoder.loaded()
  const bands: Record<string, Calibration> = {}
  // One of the folds stands for all: the style subspace that comes with Halo were learned from these questions.
  bands[readStyleSubspace().model] = await calibrate(questionsOf(encoder, (await subspacesByFold(encoder))[0]!))
  bands[encoder.model] = await calibrate(encoder)
  bands.words = await calibrate(null)
  encoder.close()
  const lines = Object.entries(bands).map(
    ([model, calibration]) =>
      `  ${JSON.stringify(model)}: ${JSON.stringify(calibration)
        .replaceAll(/([:,])/g, '$1 ')
        .replace('{', '{ ')
        .replace('}', ' }')}`,
  )
  writeFileSync(new URL('../../server/teaching/thresholds.json', import.meta.url), `{\n${lines.join(',\n')}\n}\n`)
  console.log(lines.join('\n'))
}

export async function calibrate(meaning: Meaning | null): Promise<Calibration> {
  const answered: Answered[] = []
  const remarked: number[] = []
  const remarks = readLines('goemotions/train.tsv')
    .filter((_, number) => number % 100 === 0)
    .map((line) => line.split('\t')[0]!)
  for (const seed of seeds) {
    const random = randomFrom(seed)
    const index = new CorrectionIndex(meaning)
    const byIntent = Map.groupBy(readBanking(), ({ category }) => category)
    const asked: { text: string; category: string }[] = []
    index.replace(
      [...byIntent].map(([id, all]) => {
        const { picked, left } = pickFrom(all, 1, random)
        asked.push(...pickFrom(left, 20, random).picked)
        return { id, question: picked[0]!.text, phrasings: [] }
      }),
    )
    await index.filled()
    for (const { text, category } of asked)
      answered.push(...first(await index.compare(text)).map(({ best, id }) => ({ best, right: id === category })))
    for (const text of remarks) remarked.push(first(await index.compare(text))[0]?.best ?? 0)
    index.replace([])
  }
  return describe(
    { sure: lowestWith(answered, right), unsure: quantileOf(remarked, 1 - disturbed) },
    answered,
    remarked,
  )
}

const first = ({ nearest }: { nearest: Nearness[] }) => nearest.slice(0, 1)

/** The lowest score from which on, taken together, at least this share is right. */
function lowestWith(answered: Answered[], share: number): number {
  let [found, hits] = [1, 0]
  for (const [index, one] of answered.toSorted((a, b) => b.best - a.best).entries()) {
    hits += Number(one.right)
    if (hits / (index + 1) >= share) found = one.best
  }
  return Math.ceil(found * 100) / 100
}

function describe(
  { sure, unsure }: { sure: number; unsure: number },
  answered: Answered[],
  remarked: number[],
): Calibration {
  const surely = answered.filter(({ best }) => best >= sure)
  const round = (value: number) => Math.round(value * 1000) / 1000
  return {
    sure,
    unsure,
    precision: round(surely.filter(({ right }) => right).length / surely.length),
    recall: round(surely.length / answered.length),
    disturbed: round(remarked.filter((best) => best >= unsure).length / remarked.length),
  }
}

const quantileOf = (values: number[], q: number) =>
  Math.ceil((values.toSorted((a, b) => a - b)[Math.floor(values.length * q)] ?? 1) * 100) / 100

if (import.meta.main) await main()
