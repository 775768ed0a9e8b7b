import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import type { Conversation } from '../../protocol/entities.ts'
import type { OutcomeKind } from '../../protocol/review/shapes.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Popover } from '../components/popover.tsx'
import { call, messageOf } from '../session/session.ts'
import { runUnlessUndone, showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'
import { outcomeNames } from '../components/ending.tsx'

/** How it ended. Clicking it overrules the rule, or lets it hold again. */
export function OutcomeButton({ conversation: { id, outcome } }: { conversation: Conversation }) {
  const [open, setOpen] = useState(false)
  const [kind, setKind] = useState<OutcomeKind>(outcome!.kind)
  const [reason, setReason] = useState('')
  const [error, setError] = useState<string | null>(null)
  const begin = (next: boolean) => {
    if (next) {
      setKind(outcome!.kind)
      setReason(outcome!.overruled?.reason ?? '')
      setError(null)
    }
    setOpen(next)
  }
  const attempt = async (act: () => Promise<unknown>) => {
    try {
      await act()
      setOpen(false)
    } catch (problem) {
      setError(messageOf(problem))
    }
  }
  const params = { id }
  const overrule = (body: { kind: OutcomeKind; reason: string }) =>
    call('PUT /api/conversations/:id/outcome', { params, body })
  const letRule = () => call('DELETE /api/conversations/:id/outcome', { params })
  /** As it was when this was clicked. */
  const takeBack = () => {
    const back = outcome!.overruled
      ? overrule({ kind: outcome!.kind, reason: outcome!.overruled.reason })
      : letRule()
    back.catch((problem) => showToast(messageOf(problem)))
  }
  const save = () => {
    if (!reason.trim()) return setError(texts.completed.sayWhySoThat)
    void attempt(() =>
      overrule({ kind, reason }).then(() =>
        runUnlessUndone(texts.completed.overruled(outcomeNames[kind]), () => {}, takeBack),
      ),
    )
  }
  const restore = () =>
    void attempt(() =>
      letRule().then(() =>
        runUnlessUndone(
          texts.completed.theRuleHoldsAgain(outcomeNames[outcome!.overruled!.rule]),
          () => {},
          takeBack,
        ),
      ),
    )
  if (!outcome) return null
  return (
    <Popover
      open={open}
      onOpenChange={begin}
      title={texts.completed.outcome}
      trigger={
        <button
          type="button"
          title={texts.completed.overruleTheOutcome}
          className="inline-flex h-7 shrink-0 items-center gap-1 rounded-md px-2 font-semibold transition-colors hover:bg-hover data-[popup-open]:bg-hover"
        >
          {outcomeNames[outcome.kind]}
          <ChevronDown size={12} aria-hidden className="text-faint" />
        </button>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <p className="text-xs text-soft">
          {texts.completed.theRuleSays(outcomeNames[outcome.overruled?.rule ?? outcome.kind], outcome.evidence)}
        </p>
        <div role="radiogroup" aria-label={texts.completed.outcome} className="grid grid-cols-2 gap-1">
          {Object.entries(outcomeNames).map(([each, name]) => (
            <label
              key={each}
              className="flex h-8 items-center gap-2 rounded-md px-2 hover:bg-hover has-checked:bg-chosen has-checked:font-medium"
            >
              <input
                type="radio"
                name="outcome"
                value={each}
                checked={kind === each}
                onChange={() => setKind(each as OutcomeKind)}
                className="accent-(--accent)"
              />
              {name}
            </label>
          ))}
        </div>
        <Field
          label={texts.completed.why}
          value={reason}
          maxLength={500}
          error={error}
          onChange={(event) => setReason(event.target.value)}
        />
        <div className="flex justify-end gap-2">
          {outcome.overruled && (
            <Button look="quiet" onClick={restore}>
              {texts.completed.letTheRuleHold}
            </Button>
          )}
          <Button type="submit" look="solid">
            {texts.completed.overrule}
          </Button>
        </div>
      </form>
    </Popover>
  )
}
