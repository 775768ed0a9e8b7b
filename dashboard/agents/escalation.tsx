import { useId, useState, type FormEvent, type ReactNode } from 'react'
import type { Agent } from '../../protocol/entities.ts'
import type { EscalationMode, EscalationSettings } from '../../protocol/escalation.ts'
import { Field } from '../components/field.tsx'
import { call, sentence } from '../session/session.ts'
import { PartForm } from './part.tsx'
import { TraitFilters } from './trait-filters.tsx'
import type { PartProps, SaveState } from './use-form.ts'

const modes: { mode: EscalationMode; name: string; says: string }[] = [
  { mode: 'off', name: 'Off', says: 'The AI never brings a person by itself.' },
  { mode: 'conditional', name: 'Conditional', says: 'Its own call for a person counts at once. A promise of a person in its words, or low confidence, counts once the conditions below are met.' },
  { mode: 'always', name: 'Always', says: 'Its call, a promise in its words, or low confidence: any of them brings a person.' },
]

interface EscalationProps extends Pick<PartProps, 'agent' | 'mayEdit'> {
  onSaved: (escalation: EscalationSettings) => void
}

/** When the AI brings a person by itself. The visitor's own button is not touched by any of it. */
export function Escalation({ agent, mayEdit, onSaved }: EscalationProps) {
  const { form, set, changed, state, save } = useSettings(agent, onSaved)
  return (
    <PartForm name="Escalation" says={`When ${agent.name} brings a person by itself. Visitors always have their own button for it.`} holds="Holds from the next reply." {...{ mayEdit, changed, state }} onSave={save}>
      <Modes mode={form.mode} onChange={(mode) => set({ mode })} />
      {form.mode !== 'off' && <Count label="Confidence threshold" value={form.threshold} min={0} max={100} onChange={(threshold) => set({ threshold })} hint="0 to 100. An answer with less is marked as low confidence and is a reason to escalate." />}
      {form.mode === 'conditional' && <Conditions form={form} set={set} />}
      {form.mode !== 'off' && <TraitFilters legend="Who may be escalated by the AI" none="Everyone" filters={form.who} onChange={(who) => set({ who })} />}
      <TraitFilters legend="Whose tickets are Priority" none="Nobody's" filters={form.priority} onChange={(priority) => set({ priority })} />
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
      setState({ error: `Not saved: ${sentence(error)}` })
    }
  }
  return { form, set, state, save, changed: JSON.stringify(form) !== JSON.stringify(agent.escalation) }
}

function Modes({ mode, onChange }: { mode: EscalationMode; onChange: (mode: EscalationMode) => void }) {
  const name = useId()
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 font-medium">Mode</legend>
      <div className="overflow-hidden rounded-md border border-line">
        {modes.map((each) => (
          <label key={each.mode} className={`flex gap-2.5 border-line px-3 py-2.5 transition-colors not-first:border-t ${mode === each.mode ? 'bg-accent-tint' : 'hover:bg-hover'}`}>
            <input type="radio" name={name} checked={mode === each.mode} onChange={() => onChange(each.mode)} className="mt-0.5 size-3.5 shrink-0 accent-accent" />
            <span>
              <span className="font-medium">{each.name}</span>
              <span className="block text-xs text-soft">{each.says}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function Conditions({ form, set }: { form: EscalationSettings; set: (part: Partial<EscalationSettings>) => void }) {
  return (
    <fieldset className="flex flex-col gap-3 rounded-md border border-line p-3">
      <legend className="px-1 font-medium">Conditions</legend>
      <Check on={form.requireSearch} onChange={(requireSearch) => set({ requireSearch })} hint="Small talk looks nothing up, so it brings nobody.">
        It has searched the knowledge
      </Check>
      <Check on={form.requireAttempt} onChange={(requireAttempt) => set({ requireAttempt })} hint="The first answer brings nobody, the second one may.">
        It has tried at least once
      </Check>
      <Count label="Max attempts" value={form.maxAttempts} min={1} max={10} onChange={(maxAttempts) => set({ maxAttempts })} hint="1 to 10. From this answer on the conditions above no longer hold anything back." />
    </fieldset>
  )
}

function Check({ on, onChange, hint, children }: { on: boolean; onChange: (on: boolean) => void; hint: string; children: ReactNode }) {
  return (
    <label className="flex gap-2.5">
      <input type="checkbox" checked={on} onChange={({ target }) => onChange(target.checked)} className="mt-0.5 size-3.5 shrink-0 accent-accent" />
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
  return <Field {...rest} type="number" step={1} required value={Number.isNaN(value) ? '' : value} onChange={({ target }) => onChange(target.valueAsNumber)} className="max-w-24" />
}
