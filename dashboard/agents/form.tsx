import { useState, type FormEvent } from 'react'
import type { Agent } from '../../protocol/entities.ts'
import { Button } from '../components/button.tsx'
import { Area, Field } from '../components/field.tsx'
import { call, sentence } from '../session/session.ts'
import { useMe } from '../session/use.ts'
import { Purpose } from './purpose.tsx'
import { TrainLink } from './train-link.tsx'

const mostSuggestions = 6

export function AgentForm({ agent, onSaved }: { agent: Agent; onSaved: (agent: Agent) => void }) {
  const { modelFollows } = useMe()
  const stored = { name: agent.name, greeting: agent.greeting, suggestions: agent.suggestions.join('\n'), instructions: agent.instructions, goal: agent.goal, idealCustomer: agent.idealCustomer, boundaries: agent.boundaries }
  const [form, setForm] = useState(stored)
  const [state, setState] = useState<'idle' | 'busy' | 'saved' | { error: string }>('idle')
  const set = (part: Partial<typeof form>) => {
    setForm({ ...form, ...part })
    setState('idle')
  }
  const suggestions = form.suggestions
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const tooMany = suggestions.length > mostSuggestions ? `At most ${mostSuggestions}; there are ${suggestions.length}.` : null
  const changed = JSON.stringify(form) !== JSON.stringify(stored)

  const save = async (event: FormEvent) => {
    event.preventDefault()
    setState('busy')
    try {
      const reply = await call('PUT /api/agents/:id', { params: { id: agent.id }, body: { ...form, suggestions } })
      onSaved(reply.agent)
      setForm({
        name: reply.agent.name,
        greeting: reply.agent.greeting,
        suggestions: reply.agent.suggestions.join('\n'),
        instructions: reply.agent.instructions,
        goal: reply.agent.goal,
        idealCustomer: reply.agent.idealCustomer,
        boundaries: reply.agent.boundaries,
      })
      setState('saved')
    } catch (error) {
      setState({ error: `Not saved: ${sentence(error)} Your text is kept here.` })
    }
  }

  return (
    <form onSubmit={save} className="flex flex-col gap-4" aria-label={agent.name}>
      <header className="flex items-center gap-3">
        <h2 className="min-w-0 flex-1 truncate text-lg font-semibold">{agent.name}</h2>
        <span className="rounded-sm bg-sunken px-1.5 py-0.5 text-xs text-soft" title={modelFollows}>
          {agent.model}
        </span>
        <TrainLink agentId={agent.id} />
      </header>
      <Field
        label="Name"
        value={form.name}
        maxLength={80}
        required
        onChange={(event) => set({ name: event.target.value })}
        hint="Visitors see it, with “AI” beside it."
      />
      <Area label="Greeting" value={form.greeting} maxLength={500} rows={2} onChange={(event) => set({ greeting: event.target.value })} />
      <Area
        label="Suggested questions"
        value={form.suggestions}
        rows={4}
        onChange={(event) => set({ suggestions: event.target.value })}
        hint="One a line, at most six."
        error={tooMany}
      />
      <Area
        label="Instructions"
        value={form.instructions}
        maxLength={20_000}
        rows={8}
        onChange={(event) => set({ instructions: event.target.value })}
        hint="How it is to behave. Holds from the next reply."
      />
      <Purpose form={form} set={set} />
      <div className="flex items-center gap-3">
        <Button type="submit" look="solid" disabled={!changed || state === 'busy' || !form.name.trim() || tooMany !== null}>
          {state === 'busy' ? 'Saving…' : 'Save'}
        </Button>
        <p role="status" className={typeof state === 'object' ? 'text-bad' : 'text-soft'}>
          {typeof state === 'object' ? state.error : state === 'saved' && !changed ? 'Saved. Holds from the next reply.' : ''}
        </p>
      </div>
    </form>
  )
}
