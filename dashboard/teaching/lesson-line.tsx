import { GraduationCap } from 'lucide-react'
import { useState } from 'react'
import type { Lesson } from '../../protocol/teaching/shapes.ts'
import { texts } from '../texts.ts'
import { Conflicts } from './conflict.tsx'
import { LessonDialog } from './lesson-form.tsx'
import { changeLesson, dropLesson } from './lessons.ts'
import { ScopeMenu, scopeWords } from './scope.tsx'

const act = 'rounded-sm font-medium underline underline-offset-2'

/** Under a whisper: that it also lasts, for whom, and what can be done about it on the spot. */
export function LessonLine({ lesson }: { lesson: Lesson }) {
  const [editing, setEditing] = useState(false)
  if (lesson.retiredAt)
    return (
      <p className="mt-1 flex items-center gap-2 border-t border-whisper-edge pt-1 text-xs text-whisper-ink">
        <GraduationCap size={13} aria-hidden />
        {texts.teaching.notKeptAsA}
        <button type="button" className={act} onClick={() => void changeLesson(lesson.id, { retired: false })}>
          {texts.teaching.keepIt}
        </button>
      </p>
    )
  return (
    <div className="mt-1 flex flex-col gap-1 border-t border-whisper-edge pt-1 text-xs text-whisper-ink">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
        <GraduationCap size={13} aria-hidden />
        <span>
          {texts.teaching.alsoSavedAsA}{' '}
          <ScopeMenu reached={lesson} onChange={(scope) => void changeLesson(lesson.id, { scope })} />
          {lesson.unverified && (
            <span title={texts.teaching.nothingProvesThatThis}> {texts.teaching.notVerified2}</span>
          )}
          {!lesson.on && texts.teaching.switchedOff}
        </span>
        <button type="button" className={act} onClick={() => setEditing(true)}>
          {texts.teaching.editLesson}
        </button>
        <button type="button" className={act} onClick={() => void dropLesson(lesson.id)}>
          {texts.teaching.dropLesson}
        </button>
      </p>
      <Conflicts lesson={lesson} />
      {editing && (
        <LessonDialog
          lesson={lesson}
          title={texts.teaching.lessonFor(scopeWords(lesson))}
          onClose={() => setEditing(false)}
        />
      )}
    </div>
  )
}
