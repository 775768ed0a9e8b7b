import type { Encoder } from '../../server/knowledge/vectors/encoder.ts'
import { learned } from '../../server/builtin/learned.ts'
import { chanceSigns } from '../../server/builtin/signs.ts'
import { lessonOf, type Lesson } from './learn-answers.ts'
import { chanceBy, learnChances } from './logistic.ts'
import { mean, share, type Row } from './row.ts'
import { areaUnderCurve } from './auc.ts'
import { trades } from './sets.ts'

interface Guess {
  chance: number
  right: boolean
}

/** Whether what is said to be right so many times in a hundred is: by folds over the trades that were learned from, and on those that were not. */
export async function measureReliability(encoder: Encoder): Promise<Row[]> {
  const lessons = async (cut: keyof typeof trades) => {
    const taught: Lesson[] = []
    for (const trade of trades[cut]) taught.push(await lessonOf(trade, encoder))
    return taught
  }
  const [known, fresh] = [await lessons('learned'), await lessons('unseen')]
  const byFolds = known.flatMap(({ trade, seen }) => {
    const weights = learnChances(known.filter((other) => other.trade !== trade).flatMap((other) => other.seen))
    return guessesOf(seen, weights)
  })
  const shipped = [...chanceSigns, 'always' as const].map((sign) => learned.chance[sign])
  return [
    row('folds by trade', byFolds),
    row(
      `not learned from: ${trades.unseen.join(', ')}`,
      fresh.flatMap(({ seen }) => guessesOf(seen, shipped)),
    ),
    ...fresh.map(({ trade, chances }) => ({
      what: `answerability: AUC, ${trade} (not learned from), with articles taken out and questions of other trades`,
      target: '0.84',
      seen: share(areaUnderCurve(chances.answerable, chances.not)),
    })),
  ]
}

const guessesOf = (seen: Lesson['seen'], weights: number[]): Guess[] =>
  seen.map(({ of, right }) => ({ chance: chanceBy(weights, of), right }))

const bins = 5

/** The expected calibration error, in ten bins, and the diagram in words: of those said to be right about so often, so many were. */
function row(how: string, guesses: Guess[]): Row {
  const binned = (count: number) =>
    Array.from({ length: count }, (_, bin) =>
      guesses.filter(({ chance }) => Math.min(count - 1, Math.floor(chance * count)) === bin),
    ).filter((some) => some.length)
  const said = (some: Guess[]) => mean(some.map(({ chance }) => chance))
  const was = (some: Guess[]) => mean(some.map(({ right }) => Number(right)))
  const error = binned(10).reduce(
    (sum, some) => sum + (some.length / guesses.length) * Math.abs(said(some) - was(some)),
    0,
  )
  const diagram = binned(bins).map((some) => `${said(some).toFixed(2)} → ${was(some).toFixed(2)} of ${some.length}`)
  return {
    what: `confidence: expected calibration error, ${guesses.length} answers (${how})`,
    target: 'at most 0.08',
    seen: `${share(error)} (said → right: ${diagram.join(', ')})`,
  }
}
