import { useState, type FormEvent } from 'react'
import { newId } from '../../client/id.ts'
import type { TaughtChange } from '../../protocol/teaching/replay.ts'
import type { Lesson } from '../../protocol/teaching/shapes.ts'
import { maxLessonLength } from '../../protocol/sizes.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Area, Field } from '../components/field.tsx'
import { call, messageOf } from '../session/session.ts'
import { texts } from '../texts.ts'
import { Effect } from './effect.tsx'
import { ScopeField, type Reached } from './scope.tsx'

interface LessonDialogProps {
  lesson: Lesson | null
  title: string
  /** Whom a new lesson may be for. */
  reached?: Reached
  text?: string
  onClose: () => void
  onSaved?: (lesson: Lesson) => void
}

/** What saving would do; nothing while nothing is written. */
function changeOf(
  lesson: Lesson | null,
  id: string,
  { text, scope }: { text: string; scope: Lesson['scope'] },
  { contact }: Reached,
): TaughtChange | null {
  if (!text.trim()) return null
  const forWhom = { scope, contactId: contact?.id ?? null }
  return { kind: 'lesson', id: lesson?.id ?? id, text, on: lesson?.on ?? true, ...forWhom }
}

const dayOf = (at: number | null) => (at === null ? '' : new Date(at).toISOString().slice(0, 10))
const everyone: Reached = { scope: 'everyone', contact: null, company: null }

/** Write or change one lesson. */
export function LessonDialog({
  lesson,
  title,
  reached = everyone,
  text = '',
  onClose,
  onSaved,
}: LessonDialogProps) {
  const [form, setForm] = useState({
    text: lesson?.text ?? text,
    scope: lesson?.scope ?? reached.scope,
    review: dayOf(lesson?.reviewAt ?? null),
  })
  const [id] = useState(newId)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      const saved = await store(lesson, form, reached)
      onSaved?.(saved)
      onClose()
    } catch (error) {
      setProblem(texts.teaching.notSavedYourText(messageOf(error)))
      setBusy(false)
    }
  }
  return (
    <Dialog open onClose={onClose} title={title}>
      <form onSubmit={save} className="flex flex-col gap-4 p-4">
        <Area
          label={texts.teaching.whatTheAiIs}
          value={form.text}
          rows={4}
          autoFocus
          maxLength={maxLessonLength}
          onChange={(event) => setForm({ ...form, text: event.target.value })}
          hint={texts.teaching.heededInEveryReply}
        />
        <ScopeField
          reached={{ ...(lesson ?? reached), scope: form.scope }}
          onChange={(scope) => setForm({ ...form, scope })}
        />
        {lesson && (
          <Field
            label={texts.teaching.reviewOn}
            type="date"
            value={form.review}
            className="w-44"
            onChange={(event) => setForm({ ...form, review: event.target.value })}
            hint={texts.teaching.fromThatDayOn}
          />
        )}
        <Effect change={changeOf(lesson, id, form, reached)} />
        {problem && (
          <p role="alert" className="text-bad">
            {problem}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{texts.teaching.cancel}</Button>
          <Button type="submit" look="solid" disabled={busy || !form.text.trim()}>
            {busy ? texts.teaching.saving : texts.teaching.save}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

async function store(
  lesson: Lesson | null,
  { text, scope, review }: { text: string; scope: Lesson['scope']; review: string },
  reached: Reached,
): Promise<Lesson> {
  const reviewAt = review ? Date.parse(review) : null
  if (!lesson)
    return (
      await call('POST /api/lessons', {
        body: { id: newId(), text, scope, contactId: reached.contact?.id ?? null },
      })
    ).lesson
  return (await call('PATCH /api/lessons/:id', { params: { id: lesson.id }, body: { text, scope, reviewAt } }))
    .lesson
}
