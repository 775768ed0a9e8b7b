import { Encoder } from '../../server/encoder/encoder.ts'
import { CorrectionIndex, type Nearness } from '../../server/supervision/matching.ts'
import { readBanking } from './corrections.ts'
import { haveDatasets, readLines } from './datasets.ts'
import { pickFrom, randomFrom } from './random.ts'

/** Other pools than those that bench:quality measures with. */
const seeds = [101, 102, 103]
/** Of the questions that a correction answers for sure, so many must be right ones. */
const right = 0.8
/** Of remarks about anything, so many may be asked back about. */
const disturbed = 0.02

/** Prints the bands of `server/supervision/bands.ts` for the encoder's model and for words alone. */
async function main(): Promise<void> {
  if (!haveDatasets()) throw new Error('../shared/data is not there, so there is nothing to calibrate with')
  const encoder = new Encoder()
  encoder.start()
  await encoder.loaded()
  for (const [name, by] of [[encoder.model, encoder], ['words', null]] as const) console.log(name, await calibrate(by))
  await encoder.close()
}

export async function calibrate(encoder: Encoder | null): Promise<{ sure: number; unsure: number }> {
  const answered: { best: number; right: boolean }[] = []
  const remarked: number[] = []
  const remarks = readLines('goemotions/train.tsv').filter((_, number) => number % 100 === 0).map((line) => line.split('\t')[0]!)
  for (const seed of seeds) {
    const random = randomFrom(seed)
    const index = new CorrectionIndex(encoder)
    const byIntent = Map.groupBy(readBanking(), ({ category }) => category)
    const asked: { text: string; category: string }[] = []
    index.replace([...byIntent].map(([id, all]) => {
      const { picked, left } = pickFrom(all, 1, random)
      asked.push(...pickFrom(left, 20, random).picked)
      return { id, question: picked[0]!.text, phrasings: [] }
    }))
    await index.filled()
    for (const { text, category } of asked) answered.push(...first(await index.compare(text)).map(({ best, id }) => ({ best, right: id === category })))
    for (const text of remarks) remarked.push(first(await index.compare(text))[0]?.best ?? 0)
  }
  return { sure: lowestWith(answered, right), unsure: quantileOf(remarked, 1 - disturbed) }
}

const first = ({ nearest }: { nearest: Nearness[] }) => nearest.slice(0, 1)

/** The lowest score from which on, taken together, at least this share is right. */
function lowestWith(answered: { best: number; right: boolean }[], share: number): number {
  let [found, hits] = [1, 0]
  for (const [index, one] of answered.toSorted((a, b) => b.best - a.best).entries()) {
    hits += Number(one.right)
    if (hits / (index + 1) >= share) found = one.best
  }
  return round(found)
}

const quantileOf = (values: number[], q: number) => round(values.toSorted((a, b) => a - b)[Math.floor(values.length * q)] ?? 1)

const round = (value: number) => Math.ceil(value * 100) / 100

if (import.meta.main) await main()
