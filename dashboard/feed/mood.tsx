import type { Mood, MoodReading } from '../../protocol/entities.ts'
import { texts } from '../texts.ts'

export const moodNames: Record<Mood, string> = {
  happy: texts.feed.happy,
  neutral: texts.feed.neutral,
  confused: texts.feed.confused,
  frustrated: texts.feed.frustrated,
  angry: texts.feed.angry,
}

const colours: Record<Mood, string> = {
  happy: 'text-happy',
  neutral: 'text-neutral',
  confused: 'text-confused',
  frustrated: 'text-frustrated',
  angry: 'text-angry',
}

const shapes: Record<Mood, string> = {
  happy: 'M5 1 L9.5 9 H0.5 Z',
  neutral: 'M5 1 A4 4 0 1 1 4.99 1 Z',
  confused: 'M5 0 L10 5 L5 10 L0 5 Z',
  frustrated: 'M5 9 L9.5 1 H0.5 Z',
  angry: 'M1 1 H9 V9 H1 Z',
}

/** Each mood is a word, a colour and a shape; the shape alone still tells them apart. */
export function MoodShape({ mood, size = 9 }: { mood: Mood; size?: number }) {
  return (
    <svg viewBox="0 0 10 10" width={size} height={size} className={`shrink-0 ${colours[mood]}`} aria-hidden>
      <path d={shapes[mood]} fill="currentColor" />
    </svg>
  )
}

export function MoodBadge({ reading, spark = true }: { reading: MoodReading; spark?: boolean }) {
  const { mood, score, history } = reading
  return (
    <span
      className={`inline-flex shrink-0 items-center gap-1 text-xs font-medium ${colours[mood]}`}
      title={texts.feed.moodMoodNamesScore(moodNames[mood], points(score))}
    >
      <MoodShape mood={mood} />
      {moodNames[mood]}
      {spark && history.some((each) => each !== 0) && <Sparkline history={history} />}
    </span>
  )
}

export const points = (score: number) => `${signOf(score)}${Math.abs(score).toFixed(2)}`

const signs = { '-1': '−', 0: '', 1: '+' }
const signOf = (score: number) => signs[Math.sign(score) as 0]

/** The score after each message, oldest on the left. Everybody begins at neutral, the line in the middle. */
function Sparkline({ history }: { history: number[] }) {
  const step = 28 / history.length
  const line = [0, ...history]
    .map((score, i) => `${(1 + i * step).toFixed(1)},${(6 - score * 4.5).toFixed(1)}`)
    .join(' ')
  return (
    <svg viewBox="0 0 30 12" width="30" height="12" aria-hidden className="opacity-80">
      <line x1="0" x2="30" y1="6" y2="6" stroke="currentColor" strokeWidth="0.5" opacity="0.35" />
      <polyline
        points={line}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  )
}
