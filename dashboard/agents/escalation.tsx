import { useState, type FormEvent, type ReactNode } from 'react'
import type { Agent } from '../../protocol/entities.ts'
import type { EscalationMode, EscalationSettings } from '../../protocol/agents/escalation.ts'
import { Field } from '../components/field.tsx'
import { call, messageOf } from '../session/session.ts'
import { texts } from '../texts.ts'
import { Choices } from './choices.tsx'
import { PartForm } from './part.tsx'
import { TraitFilters } from './trait-filters.tsx'
import type { PartProps, SaveState } from './use-form.ts'

const modes: { value: EscalationMode; name: string; says: string }[] = [
  { value: 'off', name: texts.agents.off, says: texts.agents.theAiNeverBrings },
  { value: 'conditional', name: texts.agents.conditional, says: texts.agents.itsOwnCallFor },
  { value: 'always', name: texts.agents.always, says: texts.agents.itsCallAPromise },
]

interface EscalationProps extends Pick<PartProps, 'agent' | 'mayEdit'> {
  onSaved: (escalation: EscalationSettings) => void
}

/** When the AI brings a person by itself. The visitor's own button is not touched by any of it. */
export function Escalation({ agent, mayEdit, onSaved }: EscalationProps) {
  const { form, set, changed, state, save } = useSettings(agent, onSaved)
  return (
    <PartForm
      name={texts.agents.escalation}
      says={texts.agents.whenBringsAPerson(agent.name)}
      holds={texts.agents.holdsFromTheNext}
      {...{ mayEdit, changed, state }}
      onSave={save}
    >
      <Choices legend={texts.agents.mode} value={form.mode} choices={modes} onChange={(mode) => set({ mode })} />
      {form.mode !== 'off' && (
        <Count
          label={texts.agents.confidenceThreshold}
          value={form.threshold}
          min={0}
          max={100}
          onChange={(threshold) => set({ threshold })}
          hint={texts.agents.n0To100An}
        />
      )}
      {form.mode === 'conditional' && <Conditions form={form} set={set} />}
      <Check
        on={form.asksTeam ?? false}
        onChange={(asksTeam) => set({ asksTeam })}
        hint={texts.agents.whatItDoesNotKnow}
      >
        {texts.agents.asksTheTeam}
      </Check>
      {form.mode !== 'off' && (
        <TraitFilters
          legend={texts.agents.whoMayBeEscalated}
          none={texts.agents.everyone}
          filters={form.who}
          onChange={(who) => set({ who })}
        />
      )}
      <TraitFilters
        legend={texts.agents.whoseTicketsArePriority}
        none={texts.agents.nobodys}
        filters={form.priority}
        onChange={(priority) => set({ priority })}
      />
    </PartForm>
  )
}

function useSettings(agent: Agent, onSaved: EscalationProps['onSaved']) {
  const [form, setForm] = useState(agent.escalation)
  const [state, setState] = useState<SaveState>('idle')
  const set = (part: Partial<EscalationSettings>) => {
    setForm({ ...form, ...part })
    setState('idle')
  }
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setState('busy')
    try {
      const { escalation } = await call('PUT /api/agents/:id/escalation', { params: { id: agent.id }, body: form })
      onSaved(escalation)
      setForm(escalation)
      setState('saved')
    } catch (error) {
      setState({ error: texts.agents.notSaved(messageOf(error)) })
    }
  }
  return { form, set, state, save, changed: JSON.stringify(form) !== JSON.stringify(agent.escalation) }
}

function Conditions({ form, set }: { form: EscalationSettings; set: (part: Partial<EscalationSettings>) => void }) {
  return (
    <fieldset className="flex flex-col gap-3 rounded-md border border-line p-3">
      <legend className="px-1 font-medium">{texts.agents.conditions}</legend>
      <Check
        on={form.requireSearch}
        onChange={(requireSearch) => set({ requireSearch })}
        hint={texts.agents.smallTalkLooksNothing}
      >
        {texts.agents.itHasSearchedThe}
      </Check>
      <Check
        on={form.requireAttempt}
        onChange={(requireAttempt) => set({ requireAttempt })}
        hint={texts.agents.theFirstAnswerBrings}
      >
        {texts.agents.itHasTriedAt}
      </Check>
      <Count
        label={texts.agents.maxAttempts}
        value={form.maxAttempts}
        min={1}
        max={10}
        onChange={(maxAttempts) => set({ maxAttempts })}
        hint={texts.agents.n1To10From}
      />
    </fieldset>
  )
}

function Check({
  on,
  onChange,
  hint,
  children,
}: {
  on: boolean
  onChange: (on: boolean) => void
  hint: string
  children: ReactNode
}) {
  return (
    <label className="flex gap-2.5">
      <input
        type="checkbox"
        checked={on}
        onChange={({ target }) => onChange(target.checked)}
        className="mt-0.5 size-3.5 shrink-0 accent-accent"
      />
      <span>
        {children}
        <span className="block text-xs text-faint">{hint}</span>
      </span>
    </label>
  )
}

interface CountProps {
  label: string
  value: number
  min: number
  max: number
  hint: string
  onChange: (value: number) => void
}

/** Empty is no number; the browser refuses to save that, and what is out of range, and says so. */
function Count({ value, onChange, ...rest }: CountProps) {
  return (
    <Field
      {...rest}
      type="number"
      step={1}
      required
      value={Number.isNaN(value) ? '' : value}
      onChange={({ target }) => onChange(target.valueAsNumber)}
      className="max-w-24"
    />
  )
}
