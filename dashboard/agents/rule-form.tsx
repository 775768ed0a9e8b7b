import { useId, useState, type FormEvent } from 'react'
import type { RuleText } from '../../protocol/agents/shapes.ts'
import type { Agent } from '../../protocol/entities.ts'
import { Button } from '../components/button.tsx'
import { Field, fieldLook } from '../components/field.tsx'
import { messageOf } from '../session/session.ts'
import { texts } from '../texts.ts'
import { TraitFilters } from './trait-filters.tsx'

interface RuleFormProps {
  label: string
  rule: RuleText
  agents: Agent[]
  onSave: (rule: RuleText) => Promise<void>
  onClose: () => void
}

export function RuleForm({ label, rule, agents, onSave, onClose }: RuleFormProps) {
  const chooser = useId()
  const [form, setForm] = useState(rule)
  const [problem, setProblem] = useState<string | null>(null)
  const set = (part: Partial<RuleText>) => setForm({ ...form, ...part })
  const saysNothing = !form.host.trim() && !form.path.trim() && !form.traits.length
  const save = async (event: FormEvent) => {
    event.preventDefault()
    try {
      await onSave(form)
      onClose()
    } catch (error) {
      setProblem(texts.agents.notSaved(messageOf(error)))
    }
  }
  return (
    <form
      onSubmit={save}
      aria-label={label}
      className="flex min-w-0 flex-1 flex-col gap-4 rounded-md border border-line bg-surface p-3"
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={texts.agents.site}
          value={form.host}
          maxLength={253}
          placeholder={texts.agents.shopExampleCom}
          autoFocus
          spellCheck={false}
          onChange={({ target }) => set({ host: target.value })}
          hint={texts.agents.standsForAnythingExample}
        />
        <Field
          label={texts.agents.path}
          value={form.path}
          maxLength={500}
          placeholder={texts.agents.pricing}
          spellCheck={false}
          onChange={({ target }) => set({ path: target.value })}
          hint={texts.agents.standsForAnythingFor}
        />
      </div>
      <TraitFilters
        legend={texts.agents.visitors}
        none={texts.agents.everyone}
        filters={form.traits}
        onChange={(traits) => set({ traits })}
      />
      <div className="flex flex-col gap-1">
        <label htmlFor={chooser} className="font-medium">
          {texts.agents.whoAnswers}
        </label>
        <select
          id={chooser}
          value={form.agentId}
          onChange={({ target }) => set({ agentId: target.value })}
          className={`h-9 max-w-72 ${fieldLook}`}
        >
          {agents
            .filter(({ id, archivedAt }) => archivedAt === null || id === rule.agentId)
            .map(({ id, name, on }) => (
              <option key={id} value={id}>
                {on ? name : `${name} (off)`}
              </option>
            ))}
        </select>
      </div>
      <div className="flex items-center justify-end gap-2">
        <p role="alert" className="flex-1 text-bad">
          {problem}
        </p>
        <Button size="small" onClick={onClose}>
          {texts.agents.cancel}
        </Button>
        <Button size="small" look="solid" type="submit" disabled={saysNothing}>
          {texts.agents.saveRule}
        </Button>
      </div>
    </form>
  )
}
