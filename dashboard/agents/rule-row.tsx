import { ArrowDown, ArrowUp, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { RoutingRule, RuleText } from '../../protocol/agents/shapes.ts'
import type { Agent } from '../../protocol/entities.ts'
import { IconButton } from '../components/button.tsx'
import { texts } from '../texts.ts'
import { Mark } from './row.tsx'
import { RuleForm } from './rule-form.tsx'

interface RuleRowProps {
  rule: RoutingRule
  place: number
  last: number
  /** Of the agent whose page this is. */
  own: boolean
  agents: Agent[]
  mayEdit: boolean
  onMove: (to: number) => void
  onSave: (text: RuleText) => Promise<void>
  onRemove: () => void
}

export function RuleRow({ rule, place, last, own, agents, mayEdit, onMove, onSave, onRemove }: RuleRowProps) {
  const [editing, setEditing] = useState(false)
  const { id: _, ...text } = rule
  const agent = agents.find(({ id }) => id === rule.agentId)
  const name = texts.agents.rulePlace(place + 1)
  return (
    <li className={`flex items-start gap-2 border-b border-line px-2 py-2 ${own ? 'bg-accent-tint' : ''}`}>
      {editing ? (
        <RuleForm
          label={texts.agents.rule}
          rule={text}
          agents={agents}
          onSave={onSave}
          onClose={() => setEditing(false)}
        />
      ) : (
        <>
          <span className="w-6 shrink-0 text-faint tabular-nums">{place + 1}.</span>
          <p className="min-w-0 flex-1 wrap-break-word">
            {ruleWords(rule)} <span aria-hidden>→</span>{' '}
            <span className="font-semibold">{agent?.name ?? texts.agents.nobody}</span>{' '}
            {agent && (agent.archivedAt !== null || !agent.on) && (
              <Mark>{agent.on ? texts.agents.inTheArchiveSo : texts.agents.offSoPassedOver}</Mark>
            )}
          </p>
          {mayEdit && (
            <>
              <IconButton
                label={texts.agents.moveUp(name)}
                size="tiny"
                aria-disabled={place === 0}
                onClick={() => place > 0 && onMove(place - 1)}
              >
                <ArrowUp size={14} aria-hidden />
              </IconButton>
              <IconButton
                label={texts.agents.moveDown(name)}
                size="tiny"
                aria-disabled={place === last}
                onClick={() => place < last && onMove(place + 1)}
              >
                <ArrowDown size={14} aria-hidden />
              </IconButton>
              <IconButton label={texts.agents.edit(name)} size="tiny" onClick={() => setEditing(true)}>
                <Pencil size={14} aria-hidden />
              </IconButton>
              <IconButton label={texts.agents.remove(name)} size="tiny" onClick={onRemove}>
                <Trash2 size={14} aria-hidden />
              </IconButton>
            </>
          )}
        </>
      )}
    </li>
  )
}

const comparisons = { is: 'is', is_not: texts.agents.isNot, contains: 'contains', exists: 'exists' }

/** "Pages shop.test/pricing*, and plan is Pro". */
export function ruleWords({ host, path, traits }: RuleText): string {
  const page = path ? texts.agents.pages(host, path) : host && texts.agents.everyPageOf(host)
  const visitor = traits.map(({ key, operator, value }) =>
    [key, comparisons[operator], operator === 'exists' ? '' : `“${value}”`].join(' ').trim(),
  )
  return [page, ...visitor].filter(Boolean).join(', and ')
}
