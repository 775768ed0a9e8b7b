import type { ClaimBrake, SendingMode } from '../../protocol/agents/sending.ts'
import { Field } from '../components/field.tsx'
import { texts } from '../texts.ts'
import { Choices } from './choices.tsx'
import { PartForm } from './part.tsx'
import { useAgentForm, type PartProps } from './use-form.ts'

const modes: { value: SendingMode; name: string; says: string }[] = [
  { value: 'at_once', name: texts.agents.atOnce, says: texts.agents.wordByWord },
  { value: 'hold', name: texts.agents.afterAMoment, says: texts.agents.whileSomebodyWatches },
  { value: 'draft', name: texts.agents.draftsOnly, says: texts.agents.aPersonSendsIt },
]

const brakes: { value: ClaimBrake; name: string; says: string }[] = [
  { value: 'show', name: texts.agents.onlyUnderline, says: texts.agents.youSeeItUnderlined },
  { value: 'hold', name: texts.agents.holdTheReply, says: texts.agents.sixSecondsWhile },
  { value: 'rephrase', name: texts.agents.writeItAgain, says: texts.agents.onceMoreWithout },
]

/** When what it wrote reaches the visitor, and what stops it. */
export function AgentSending({ agent, mayEdit, onSaved }: PartProps) {
  const { form, set, save, state, changed } = useAgentForm(
    { agent, onSaved },
    { read: ({ sending }) => sending, write: (sending) => ({ sending }) },
  )
  return (
    <PartForm
      name={texts.agents.sending}
      says={texts.agents.whenRepliesGoOut(agent.name)}
      holds={texts.agents.holdsFromTheNext}
      {...{ mayEdit, changed, state }}
      onSave={save}
    >
      <Choices
        legend={texts.agents.itsReplies}
        value={form.mode}
        choices={modes}
        onChange={(mode) => set({ mode })}
      />
      {form.mode === 'hold' && (
        <Field
          label={texts.agents.secondsToWait}
          type="number"
          min={1}
          max={120}
          step={1}
          required
          value={Number.isNaN(form.holdSeconds) ? '' : form.holdSeconds}
          onChange={({ target }) => set({ holdSeconds: target.valueAsNumber })}
          className="max-w-24"
        />
      )}
      <Choices
        legend={texts.agents.aSumDateOrPromise}
        value={form.claims}
        choices={brakes}
        onChange={(claims) => set({ claims })}
      />
      {(form.mode !== 'at_once' || form.claims !== 'show') && (
        <p className="text-xs text-faint">{texts.agents.notWordByWord}</p>
      )}
    </PartForm>
  )
}
