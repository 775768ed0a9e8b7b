import { Link } from '@tanstack/react-router'
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { Agent } from '../../protocol/entities.ts'
import { IconButton } from '../components/button.tsx'
import { Switch } from '../components/switch.tsx'
import { texts } from '../texts.ts'
import { AgentFace } from './face.tsx'
import { TrainLink } from './train-link.tsx'

interface AgentRowProps {
  agent: Agent
  place: number
  last: number
  mayEdit: boolean
  onMove: (to: number) => void
  onSwitch: (on: boolean) => void
}

export function AgentRow({ agent, place, last, mayEdit, onMove, onSwitch }: AgentRowProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line py-3">
      <Link
        to="/agents/$id"
        params={{ id: agent.id }}
        className="flex min-w-0 flex-1 basis-full items-center sm:basis-0 gap-3 rounded-sm hover:[&_strong]:underline"
      >
        <AgentFace image={agent.image} initials={agent.initials} accent={agent.style.accent} size={36} />
        <span className="min-w-0">
          <span className="flex items-center gap-2">
            <strong className="truncate text-md font-semibold">{agent.name}</strong>
            {agent.isDefault && <Mark>{texts.agents.default}</Mark>}
            {!agent.on && <Mark>{texts.agents.off}</Mark>}
          </span>
          <span className="block truncate text-xs text-soft">
            {[agent.role || texts.agents.aiAssistant, agent.answersWith].join(' · ')}
          </span>
        </span>
      </Link>
      <div className="ms-auto flex items-center gap-3">
        <TrainLink agentId={agent.id} />
        {mayEdit && (
          <>
            <IconButton
              label={texts.agents.moveUp(agent.name)}
              size="tiny"
              aria-disabled={place === 0}
              onClick={() => place > 0 && onMove(place - 1)}
            >
              <ArrowUp size={14} aria-hidden />
            </IconButton>
            <IconButton
              label={texts.agents.moveDown(agent.name)}
              size="tiny"
              aria-disabled={place === last}
              onClick={() => place < last && onMove(place + 1)}
            >
              <ArrowDown size={14} aria-hidden />
            </IconButton>
            <Switch label={texts.agents.takesConversations(agent.name)} on={agent.on} onChange={onSwitch} />
          </>
        )}
      </div>
    </li>
  )
}

export function Mark({ children }: { children: string }) {
  return (
    <span className="shrink-0 rounded-sm bg-sunken px-1.5 py-0.5 text-xs font-medium text-soft">{children}</span>
  )
}
