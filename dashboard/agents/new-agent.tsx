import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import type { Agent } from '../../protocol/entities.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { messageOf } from '../session/session.ts'
import { texts } from '../texts.ts'

/** Named first; everything else is on its page, and it is off until it is switched on. */
export function NewAgent({
  onMake,
  onClose,
}: {
  onMake: (name: string) => Promise<{ agent: Agent }>
  onClose: () => void
}) {
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const make = async (event: FormEvent) => {
    event.preventDefault()
    try {
      const { agent } = await onMake(name.trim())
      await navigate({ to: '/agents/$id', params: { id: agent.id } })
    } catch (error) {
      setProblem(texts.agents.notMade(messageOf(error)))
    }
  }
  return (
    <form
      onSubmit={make}
      aria-label={texts.agents.newAgent}
      className="flex flex-col gap-3 rounded-md border border-line p-3"
    >
      <Field
        label={texts.agents.nameOfTheNew}
        value={name}
        maxLength={80}
        required
        autoFocus
        error={problem}
        onChange={({ target }) => setName(target.value)}
        hint={texts.agents.visitorsSeeItIt}
      />
      <div className="flex justify-end gap-2">
        <Button size="small" onClick={onClose}>
          {texts.agents.cancel}
        </Button>
        <Button size="small" look="solid" type="submit" disabled={!name.trim()}>
          {texts.agents.makeAgent}
        </Button>
      </div>
    </form>
  )
}
