import { ChevronDown } from 'lucide-react'
import type { Score, ScorePartName } from '../../protocol/review/shapes.ts'
import { Popover } from './popover.tsx'
import { texts } from '../texts.ts'

const names: Record<ScorePartName, string> = {
  start: texts.transcript.start,
  mood_end: texts.transcript.moodAtTheEnd,
  mood_change: texts.transcript.changeOfMood,
  outcome: texts.transcript.outcome,
  ratings: texts.transcript.ratings,
  corrections: texts.transcript.corrections,
  confidence: texts.transcript.confidence,
}

function toneOf(points: number): string {
  if (points >= 70) return 'text-good'
  return points >= 40 ? 'text-warn' : 'text-bad'
}

const partTones = { '-1': 'text-bad', 0: 'text-faint', 1: 'text-good' }
const partTone = (points: number) => partTones[Math.sign(points) as 0]

const signed = (points: number) => (points < 0 ? `−${-points}` : `${points > 0 ? '+' : ''}${points}`)

/** The number alone, for lists. */
export function ScoreMark({ score }: { score: Score | null }) {
  if (!score) return null
  return (
    <span
      title={texts.transcript.aiScoreOf100(score.points)}
      className={`shrink-0 rounded-sm bg-sunken px-1 font-semibold tabular-nums ${toneOf(score.points)}`}
    >
      <span className="sr-only">{texts.transcript.aiScore} </span>
      {score.points}
    </span>
  )
}

/** The number, and on a click every part that it is the sum of. */
export function ScoreButton({ score }: { score: Score }) {
  return (
    <Popover
      title={texts.transcript.aiScoreOf100Points(score.points)}
      trigger={
        <button
          type="button"
          className="inline-flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2 transition-colors hover:bg-hover data-[popup-open]:bg-hover"
        >
          <span className="text-soft">{texts.transcript.aiScore}</span>
          <span className={`font-semibold tabular-nums ${toneOf(score.points)}`}>{score.points}</span>
          <ChevronDown size={12} aria-hidden className="text-faint" />
        </button>
      }
    >
      <table className="w-full text-xs">
        <tbody>
          {score.parts.map(({ name, points, says }) => (
            <tr key={name} className="align-top">
              <th scope="row" className="py-1 pe-2 text-start font-medium">
                {names[name]}
                <span className="block font-normal text-faint">{says}</span>
              </th>
              <td className={`py-1 text-end font-medium tabular-nums ${partTone(points)}`}>{signed(points)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="border-t border-line">
            <th scope="row" className="pt-1.5 text-start font-semibold">
              {texts.transcript.sum}
            </th>
            <td className="pt-1.5 text-end font-semibold tabular-nums">{score.points}</td>
          </tr>
        </tfoot>
      </table>
    </Popover>
  )
}
