import { useState, type FormEvent } from 'react'
import type { OperatorApi } from '../../protocol/operator-api.ts'
import type { Input } from '../../protocol/route.ts'
import type { Agent } from '../../protocol/entities.ts'
import { call, messageOf } from '../session/session.ts'
import { texts } from '../texts.ts'

export type SaveState = 'idle' | 'busy' | 'saved' | { error: string }
type AgentPatch = Input<OperatorApi, 'PATCH /api/agents/:id'>['body']

export interface PartProps {
  agent: Agent
  mayEdit: boolean
  onSaved: (agent: Agent) => void
}

interface Part<F> {
  /** What of the agent is edited here. */
  read: (agent: Agent) => F
  write: (form: F) => AgentPatch
}

/** One part of an agent, edited and saved by itself. What is typed stays when it could not be saved. */
export function useAgentForm<F extends object>(
  { agent, onSaved }: Pick<PartProps, 'agent' | 'onSaved'>,
  { read, write }: Part<F>,
) {
  const [form, setForm] = useState(() => read(agent))
  const [state, setState] = useState<SaveState>('idle')
  const set = (part: Partial<F>) => {
    setForm({ ...form, ...part })
    setState('idle')
  }
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setState('busy')
    try {
      const { agent: saved } = await call('PATCH /api/agents/:id', { params: { id: agent.id }, body: write(form) })
      onSaved(saved)
      setForm(read(saved))
      setState('saved')
    } catch (error) {
      setState({ error: texts.agents.notSavedWhatYou(messageOf(error)) })
    }
  }
  return { form, set, save, state, changed: JSON.stringify(form) !== JSON.stringify(read(agent)) }
}
