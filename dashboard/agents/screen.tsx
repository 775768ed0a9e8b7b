import { Fragment } from 'react'
import type { Agent } from '../../protocol/entities.ts'
import { Trouble } from '../components/empty.tsx'
import { call } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { Page } from '../shell/screen.tsx'
import { Embed } from './embed.tsx'
import { Escalation } from './escalation.tsx'
import { AgentForm } from './form.tsx'

export function AgentsScreen() {
  const { value, error, again, change } = useLoad('agents', () => call('GET /api/agents'))
  const put = (saved: Agent) => change(({ agents }) => ({ agents: agents.map((each) => (each.id === saved.id ? saved : each)) }))
  return (
    <Page name="Agents">
      {error && <Trouble again={again}>{error}</Trouble>}
      <div className="mx-auto flex max-w-2xl flex-col gap-10 p-4 pb-16">
        {value?.agents.map((agent) => (
          <Fragment key={agent.id}>
            <AgentForm agent={agent} onSaved={put} />
            <Escalation agent={agent} onSaved={(escalation) => put({ ...agent, escalation })} />
          </Fragment>
        ))}
        <section aria-labelledby="installation" className="flex flex-col gap-2">
          <h2 id="installation" className="text-md font-semibold">
            Installation
          </h2>
          <p className="text-soft">Paste this into your site, before the closing body tag. The chat button appears on every page that has it.</p>
          <Embed />
        </section>
      </div>
    </Page>
  )
}
