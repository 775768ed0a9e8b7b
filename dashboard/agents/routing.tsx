import { Plus } from 'lucide-react'
import { useState } from 'react'
import { newId } from '../../client/id.ts'
import type { RoutingRule, RuleText } from '../../protocol/agents/shapes.ts'
import type { Agent } from '../../protocol/entities.ts'
import { Button } from '../components/button.tsx'
import { ErrorMessage } from '../components/empty.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { runUnlessUndone, showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'
import { RuleForm } from './rule-form.tsx'
import { RuleRow } from './rule-row.tsx'
import { TryAddress } from './try-address.tsx'

/** Who answers where. The rules are those of all agents, because their order decides. */
export function Routing({ agent, agents, mayEdit }: { agent: Agent; agents: Agent[]; mayEdit: boolean }) {
  const { value, error, reload, change } = useLoad('routing', () => call('GET /api/routing'))
  const [writing, setWriting] = useState(false)
  const [removing, setRemoving] = useState<ReadonlySet<string>>(new Set())
  const [moved, setMoved] = useState<string | null>(null)
  const rules = value?.rules.filter(({ id }) => !removing.has(id)) ?? []
  const standard = agents.find(({ isDefault }) => isDefault)

  const save = async (id: string, body: RuleText) => {
    const reply = await call('PUT /api/routing/:id', { params: { id }, body })
    change(() => reply)
  }
  const move = async (id: string, to: number) => {
    const ids = rules.map((rule) => rule.id).filter((each) => each !== id)
    const order = [...ids.slice(0, to), id, ...ids.slice(to)]
    setMoved(id)
    change(({ rules }) => ({ rules: rules.toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id)) }))
    await call('POST /api/routing/order', { body: { ids: order } }).catch((problem) => {
      showToast(texts.agents.theOrderWasNot(messageOf(problem)))
      reload()
    })
  }
  const stay = (id: string) => setRemoving((before) => new Set([...before].filter((each) => each !== id)))
  const remove = ({ id }: RoutingRule) => {
    setRemoving((before) => new Set(before).add(id))
    const act = () =>
      void call('DELETE /api/routing/:id', { params: { id }, keepalive: true }).then(reload, (problem) => {
        stay(id)
        showToast(texts.agents.notRemoved(messageOf(problem)))
      })
    runUnlessUndone(texts.agents.ruleRemoved, act, () => stay(id))
  }
  const place = rules.findIndex(({ id }) => id === moved)

  return (
    <section aria-label={texts.agents.routing} className="flex flex-col gap-4">
      <p className="max-w-2xl text-soft">
        {texts.agents.decidedWhenAConversation} {standard?.name ?? texts.agents.theDefaultAgent}
        {texts.agents.theRulesOfAll}
      </p>
      {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
      <p role="status" className="sr-only">
        {place >= 0 && texts.agents.theRuleIsNow(place + 1, rules.length)}
      </p>
      {rules.length > 0 && (
        <ol aria-label={texts.agents.rules} className="flex flex-col border-t border-line">
          {rules.map((rule, at) => (
            <RuleRow
              key={rule.id}
              rule={rule}
              place={at}
              last={rules.length - 1}
              own={rule.agentId === agent.id}
              agents={agents}
              mayEdit={mayEdit}
              onMove={(to) => void move(rule.id, to)}
              onSave={(text) => save(rule.id, text)}
              onRemove={() => remove(rule)}
            />
          ))}
        </ol>
      )}
      {value && !rules.length && !writing && (
        <p className="text-faint">
          {texts.agents.noRulesYet} {standard?.name ?? texts.agents.theDefaultAgent}{' '}
          {texts.agents.answersEverywhere}
        </p>
      )}
      {writing && (
        <RuleForm
          label={texts.agents.newRule}
          rule={{ agentId: agent.id, host: '', path: '', traits: [] }}
          agents={agents}
          onSave={(text) => save(newId(), text)}
          onClose={() => setWriting(false)}
        />
      )}
      {mayEdit && !writing && (
        <Button size="small" className="self-start" onClick={() => setWriting(true)}>
          <Plus size={14} aria-hidden />
          {texts.agents.addRule}
        </Button>
      )}
      <TryAddress rules={rules} agents={agents} />
    </section>
  )
}
