import { TriangleAlert } from 'lucide-react'
import type { Lesson } from '../../protocol/teaching/shapes.ts'
import { texts } from '../texts.ts'
import { dropLesson, keepOver } from './lessons.ts'

/** Two lessons for the same people that seem to say otherwise. Both hold until somebody chooses. */
export function Conflicts({ lesson, onChosen }: { lesson: Lesson; onChosen?: () => void }) {
  if (!lesson.conflicts.length || lesson.retiredAt) return null
  const choice = 'rounded-sm font-medium underline underline-offset-2'
  return (
    <ul aria-label={texts.teaching.contradictions} className="flex flex-col gap-1">
      {lesson.conflicts.map(({ id, text, why }) => (
        <li key={id} className="flex items-start gap-1.5 text-xs text-warn">
          <TriangleAlert size={13} aria-hidden className="mt-0.5 shrink-0" />
          <span className="min-w-0 wrap-break-word">
            {texts.teaching.seemsToContradictBoth(text, why)}{' '}
            <button type="button" className={choice} onClick={() => void keepOver(lesson.id, id, onChosen)}>
              {texts.teaching.keepThisOne}
            </button>{' '}
            <button type="button" className={choice} onClick={() => void dropLesson(lesson.id, onChosen)}>
              {texts.teaching.keepTheOther}
            </button>
          </span>
        </li>
      ))}
    </ul>
  )
}
