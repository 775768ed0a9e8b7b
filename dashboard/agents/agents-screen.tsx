import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { newId } from '../../client/id.ts'
import { allows } from '../../protocol/access.ts'
import type { Agent } from '../../protocol/entities.ts'
import { Button } from '../components/button.tsx'
import { ErrorMessage } from '../components/empty.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad, useMe } from '../session/use.ts'
import { Page } from '../shell/screen.tsx'
import { showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'
import { AgentRow } from './row.tsx'
import { NewAgent } from './new-agent.tsx'

/** Everybody who answers, in the order of the team's choosing. */
export function AgentsScreen() {
  const { value, error, reload, change } = useLoad('agents', () => call('GET /api/agents'))
  const mayEdit = allows(useMe().operator.access, 'agents:edit')
  const [adding, setAdding] = useState(false)
  const [moved, setMoved] = useState<string | null>(null)
  const agents = value?.agents ?? []
  const present = agents.filter(({ archivedAt }) => archivedAt === null)
  const archived = agents.filter(({ archivedAt }) => archivedAt !== null)

  const move = async (id: string, to: number) => {
    const ids = present.map((agent) => agent.id).filter((each) => each !== id)
    const order = [...ids.slice(0, to), id, ...ids.slice(to)]
    setMoved(id)
    change(({ agents, ...rest }) => ({
      ...rest,
      agents: agents.toSorted((a, b) => placeIn(order, a) - placeIn(order, b)),
    }))
    await call('POST /api/agents/order', { body: { ids: order } }).catch((problem) => {
      showToast(texts.agents.theOrderWasNot(messageOf(problem)))
      reload()
    })
  }
  const switchTo = async ({ id }: Agent, on: boolean) => {
    await call('PATCH /api/agents/:id', { params: { id }, body: { on } }).catch((problem) =>
      showToast(texts.agents.notChangedProblem(messageOf(problem))),
    )
    reload()
  }
  const unarchive = async ({ id }: Agent) => {
    await call('DELETE /api/agents/:id/archive', { params: { id } }).catch((problem) =>
      showToast(texts.agents.notTakenOutProblem(messageOf(problem))),
    )
    reload()
  }
  const place = present.findIndex(({ id }) => id === moved)

  return (
    <Page
      name={texts.agents.agents}
      action={
        mayEdit && (
          <Button size="small" onClick={() => setAdding(true)}>
            <Plus size={14} aria-hidden />
            {texts.agents.newAgent}
          </Button>
        )
      }
    >
      {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
      <div className="mx-auto flex max-w-3xl flex-col gap-4 p-4 pb-16">
        <p className="text-soft">
          {texts.agents.eachHasAName}{' '}
          <Link to="/installation" className="rounded-sm text-accent-text underline underline-offset-2">
            {texts.agents.installation}
          </Link>
          .
        </p>
        {adding && (
          <NewAgent
            onMake={(name) => call('POST /api/agents', { body: { id: newId(), name } })}
            onClose={() => setAdding(false)}
          />
        )}
        <p role="status" className="sr-only">
          {place >= 0 && texts.agents.isNowOf(present[place]!.name, place + 1, present.length)}
        </p>
        {value && (
          <ul aria-label={texts.agents.agents} className="flex flex-col">
            {present.map((agent, at) => (
              <AgentRow
                key={agent.id}
                agent={agent}
                place={at}
                last={present.length - 1}
                mayEdit={mayEdit}
                onMove={(to) => void move(agent.id, to)}
                onSwitch={(on) => void switchTo(agent, on)}
              />
            ))}
          </ul>
        )}
        {archived.length > 0 && (
          <Archive agents={archived} mayEdit={mayEdit} onTakeOut={(agent) => void unarchive(agent)} />
        )}
      </div>
    </Page>
  )
}

const placeIn = (ids: string[], { id }: Agent) => (ids.includes(id) ? ids.indexOf(id) : ids.length)

function Archive({
  agents,
  mayEdit,
  onTakeOut,
}: {
  agents: Agent[]
  mayEdit: boolean
  onTakeOut: (agent: Agent) => void
}) {
  return (
    <section aria-labelledby="archive" className="flex flex-col gap-1 pt-4">
      <h2 id="archive" className="font-semibold">
        {texts.agents.archive}
      </h2>
      <p className="text-soft">{texts.agents.theyBeginNoConversation}</p>
      <ul>
        {agents.map((agent) => (
          <li key={agent.id} className="flex items-center gap-3 border-b border-line py-2">
            <Link
              to="/agents/$id"
              params={{ id: agent.id }}
              className="min-w-0 flex-1 truncate rounded-sm hover:underline"
            >
              {agent.name}
            </Link>
            {mayEdit && (
              <Button
                size="small"
                onClick={() => onTakeOut(agent)}
                aria-label={texts.agents.takeOutOfTheName(agent.name)}
              >
                {texts.agents.takeOut}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
