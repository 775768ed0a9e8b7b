import { useState, type FormEvent } from 'react'
import type { RoutingRule } from '../../protocol/agents/shapes.ts'
import type { OperatorApi } from '../../protocol/operator-api.ts'
import type { Reply } from '../../protocol/route.ts'
import type { Agent } from '../../protocol/entities.ts'
import { Button } from '../components/button.tsx'
import { Area, Field } from '../components/field.tsx'
import { call, messageOf } from '../session/session.ts'
import { texts } from '../texts.ts'
import { ruleWords } from './rule-row.tsx'

type Tried = Reply<OperatorApi, 'POST /api/routing/try'>

/** Who would answer at an address, and why; nothing is begun there. */
export function TryAddress({ rules, agents }: { rules: RoutingRule[]; agents: Agent[] }) {
  const [url, setUrl] = useState('')
  const [known, setKnown] = useState('')
  const [result, setResult] = useState<Tried | { problem: string } | null>(null)
  const attempt = async (event: FormEvent) => {
    event.preventDefault()
    setResult(
      await call('POST /api/routing/try', { body: { url: withScheme(url.trim()), traits: traitsIn(known) } }).catch(
        (error) => ({ problem: messageOf(error) }),
      ),
    )
  }
  return (
    <form
      onSubmit={attempt}
      aria-label={texts.agents.tryAnAddress}
      className="flex flex-col gap-3 rounded-md border border-line bg-ground p-3"
    >
      <h3 className="font-semibold">{texts.agents.tryAnAddress}</h3>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={texts.agents.address}
          value={url}
          required
          maxLength={2000}
          placeholder={texts.agents.httpsShopExampleCom}
          spellCheck={false}
          onChange={({ target }) => setUrl(target.value)}
        />
        <Area
          label={texts.agents.whatIsKnownOf}
          value={known}
          rows={2}
          placeholder={texts.agents.planPro}
          spellCheck={false}
          onChange={({ target }) => setKnown(target.value)}
          hint={texts.agents.oneTraitALine}
        />
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" size="small">
          {texts.agents.try}
        </Button>
        <p role="status" className={result && 'problem' in result ? 'text-bad' : ''}>
          {result && ('problem' in result ? result.problem : why(result, rules, agents))}
        </p>
      </div>
    </form>
  )
}

/** People write addresses as they say them. */
const withScheme = (url: string) => (/^[a-z]+:\/\//i.test(url) ? url : `https://${url}`)

function traitsIn(text: string): Record<string, string> {
  const pairs = text
    .split('\n')
    .map((line) => /^([^=:]+)[=:](.*)$/.exec(line))
    .filter((found) => found !== null)
  return Object.fromEntries(pairs.map(([, key, value]) => [key!.trim(), value!.trim()]))
}

function why({ agentId, rule, skipped }: Tried, rules: RoutingRule[], agents: Agent[]): string {
  const name = agents.find(({ id }) => id === agentId)?.name ?? texts.agents.anAgentMadeMeanwhile
  const numberOf = (id: string) => rules.findIndex((each) => each.id === id) + 1
  const decided = rules.find(({ id }) => id === rule)
  const because = decided
    ? texts.agents.byRule(numberOf(decided.id), ruleWords(decided))
    : texts.agents.theDefaultAgentNo
  const passed = skipped.length ? texts.agents.ruleWouldComeFirst(skipped.map(numberOf).join(', ')) : ''
  return texts.agents.answers(name, because, passed)
}
