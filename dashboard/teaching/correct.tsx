import { useState, type FormEvent } from 'react'
import { newId } from '../../client/id.ts'
import type { TaughtChange } from '../../protocol/teaching/replay.ts'
import type { Correction, Scope } from '../../protocol/teaching/shapes.ts'
import { maxLessonLength } from '../../protocol/sizes.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Area } from '../components/field.tsx'
import { call, messageOf } from '../session/session.ts'
import { texts } from '../texts.ts'
import { Warning } from './warning.tsx'
import { Effect } from './effect.tsx'
import { ScopeField, type Reached } from './scope.tsx'

/** What is corrected: an AI message of a conversation, or one that was only said in Live Train. */
export interface Wrong {
  /** Null where only the correction is known. */
  said: string | null
  /** In the words of whoever asked. */
  question: string
  /** Where, if the correction hangs on none of its messages. */
  askedIn?: string
  /** What is known of whoever asked, which must not stand in what others read. */
  known?: (string | null)[]
  /** What somebody said in its place already. */
  answer?: string
  reached: Reached
  place: { conversationId: string; messageId: string } | null
  /** Why the visitor cannot be told now, in words; null when they can; undefined where there is nobody to tell. */
  cannotTell?: string | null
}

interface CorrectDialogProps {
  wrong: Wrong
  /** The one that is changed; null adds one. */
  correction: Correction | null
  onClose: () => void
  onSaved?: (correction: Correction) => void
}

/** What it should have said, and to which question. */
export function CorrectDialog({ wrong, correction, onClose, onSaved }: CorrectDialogProps) {
  const [id] = useState(newId)
  const [form, setForm] = useState({
    question: correction?.question ?? wrong.question,
    answer: correction?.answer ?? wrong.answer ?? '',
    scope: correction?.scope ?? wrong.reached.scope,
    tell: false,
  })
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const set = (part: Partial<typeof form>) => setForm({ ...form, ...part })
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      const saved = await store(id, wrong, correction, form)
      onSaved?.(saved)
      onClose()
    } catch (error) {
      setProblem(texts.teaching.notSavedYourText(messageOf(error)))
      setBusy(false)
    }
  }
  const tellable = !correction && wrong.cannotTell !== undefined
  return (
    <Dialog
      open
      onClose={onClose}
      title={correction ? texts.teaching.editCorrection : texts.teaching.addCorrection}
      place="end"
    >
      <form onSubmit={save} className="flex flex-col gap-4 p-4">
        <Area
          label={texts.teaching.theQuestionItAnswered}
          value={form.question}
          rows={2}
          maxLength={2000}
          onChange={(event) => set({ question: event.target.value })}
          hint={texts.teaching.questionsLikeThisOne}
        />
        <Warning text={form.question} known={wrong.known ?? []} asked={correction ? null : wrong.question} />
        {wrong.said !== null && (
          <section aria-label={texts.teaching.whatTheAiSaid}>
            <h3 className="mb-1 font-medium">{texts.teaching.whatTheAiSaid}</h3>
            <p className="max-h-40 overflow-y-auto rounded-md bg-sunken px-2.5 py-2 wrap-break-word whitespace-pre-wrap text-soft">
              {wrong.said}
            </p>
          </section>
        )}
        <Area
          label={texts.teaching.whatItShouldHave}
          value={form.answer}
          rows={5}
          autoFocus
          maxLength={maxLessonLength}
          onChange={(event) => set({ answer: event.target.value })}
          hint={texts.teaching.visitorsReadThis}
        />
        <ScopeField reached={{ ...wrong.reached, scope: form.scope }} onChange={(scope) => set({ scope })} />
        <Effect change={changeOf(correction?.id ?? id, wrong, form)} />
        {tellable && (
          <div className="flex flex-col gap-0.5">
            <label className="flex items-center gap-2">
              <input
                type="checkbox"
                checked={form.tell}
                disabled={!!wrong.cannotTell}
                onChange={(event) => set({ tell: event.target.checked })}
                className="accent-accent"
              />
              {texts.teaching.sendTheCorrectedText}
            </label>
            <p className="ps-5 text-xs text-faint">{wrong.cannotTell ?? texts.teaching.theyReadCorrectionAnd}</p>
          </div>
        )}
        {problem && (
          <p role="alert" className="text-bad">
            {problem}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{texts.teaching.cancel}</Button>
          <Button type="submit" look="solid" disabled={busy || !form.question.trim() || !form.answer.trim()}>
            {busy ? texts.teaching.saving : texts.teaching[form.tell ? 'saveAndSend' : 'save']}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** What saving would do; nothing while it is not whole, or says what stands there. */
function changeOf(
  id: string,
  { reached }: Wrong,
  { question, answer, scope }: { question: string; answer: string; scope: Scope },
): TaughtChange | null {
  if (!question.trim() || !answer.trim()) return null
  return { kind: 'correction', id, question, answer, scope, contactId: reached.contact?.id ?? null }
}

async function store(
  id: string,
  { place, reached, askedIn }: Wrong,
  correction: Correction | null,
  form: { question: string; answer: string; scope: Scope; tell: boolean },
): Promise<Correction> {
  const { tell, ...said } = form
  if (correction)
    return (await call('PATCH /api/corrections/:id', { params: { id: correction.id }, body: said })).correction
  if (!place)
    return (
      await call('POST /api/corrections', {
        body: { id, ...said, askedIn, contactId: reached.contact?.id ?? null },
      })
    ).correction
  const sent = { params: { id: place.conversationId, messageId: place.messageId }, body: { id, ...said, tell } }
  return (await call('POST /api/conversations/:id/messages/:messageId/correction', sent)).correction
}
