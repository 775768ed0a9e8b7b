import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Archive, ArrowLeft, Copy, MoreHorizontal, Star } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { newId } from '../../client/id.ts'
import { allows } from '../../protocol/access.ts'
import type { Agent } from '../../protocol/entities.ts'
import { IconButton } from '../components/button.tsx'
import { ErrorMessage } from '../components/empty.tsx'
import { Menu, MenuItem } from '../components/menu.tsx'
import { Switch } from '../components/switch.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad, useMe } from '../session/use.ts'
import { Page } from '../shell/screen.tsx'
import { runUnlessUndone, showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'
import { Escalation } from './escalation.tsx'
import { AgentFace } from './face.tsx'
import { Identity } from './identity.tsx'
import { AgentInstructions } from './instructions.tsx'
import { AgentModel } from './model.tsx'
import { Routing } from './routing.tsx'
import { Mark } from './row.tsx'
import { AgentSending } from './sending.tsx'
import { Style } from './style.tsx'
import { tabNames, type Tab } from './tabs.ts'
import { TrainLink } from './train-link.tsx'

/** One agent, part by part. What is half written in one part stays while another one is looked at. */
export function AgentPage() {
  const { id } = useParams({ from: '/in/agents/$id' })
  const { tab = 'identity' } = useSearch({ from: '/in/agents/$id' })
  const { value, error, reload, change } = useLoad('agents', () => call('GET /api/agents'))
  const mayEdit = allows(useMe().operator.access, 'agents:edit')
  const agent = value?.agents.find((each) => each.id === id)
  const put = (saved: Agent) =>
    change(({ agents, ...rest }) => ({
      ...rest,
      agents: agents.map((each) => (each.id === saved.id ? saved : each)),
    }))
  const shown = (each: Tab) => ({ hidden: tab !== each })
  return (
    <Page
      name={agent?.name ?? texts.agents.agent}
      action={
        <Link to="/agents" className="inline-flex items-center gap-1 rounded-sm text-soft hover:text-ink">
          <ArrowLeft size={14} aria-hidden />
          {texts.agents.agents}
        </Link>
      }
    >
      {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
      {value && !agent && (
        <ErrorMessage>
          {texts.agents.thereIsNoSuch}{' '}
          <Link to="/agents" className="underline">
            {texts.agents.seeAllAgents}
          </Link>
        </ErrorMessage>
      )}
      {value && agent && (
        <div key={agent.id} className="mx-auto flex max-w-4xl flex-col gap-5 p-4 pb-16">
          <Head agent={agent} mayEdit={mayEdit} onSaved={put} reload={reload} />
          <Tabs id={agent.id} tab={tab} />
          <div {...shown('identity')} className="max-w-2xl">
            <Identity agent={agent} mayEdit={mayEdit} onSaved={put} />
          </div>
          <div {...shown('style')}>
            <Style agent={agent} mayEdit={mayEdit} onSaved={put} />
          </div>
          <div {...shown('instructions')} className="max-w-2xl">
            <AgentInstructions agent={agent} mayEdit={mayEdit} onSaved={put} />
          </div>
          <div {...shown('sending')} className="max-w-2xl">
            <AgentSending agent={agent} mayEdit={mayEdit} onSaved={put} />
          </div>
          <div {...shown('escalation')} className="max-w-2xl">
            <Escalation agent={agent} mayEdit={mayEdit} onSaved={(escalation) => put({ ...agent, escalation })} />
          </div>
          <div {...shown('model')} className="max-w-2xl">
            <AgentModel agent={agent} models={value.models} mayEdit={mayEdit} onSaved={put} />
          </div>
          <div {...shown('routing')}>
            <Routing agent={agent} agents={value.agents} mayEdit={mayEdit} />
          </div>
        </div>
      )}
    </Page>
  )
}

function Head({
  agent,
  mayEdit,
  onSaved,
  reload,
}: {
  agent: Agent
  mayEdit: boolean
  onSaved: (agent: Agent) => void
  reload: () => void
}) {
  const does = useDoings(agent, onSaved, reload)
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <AgentFace image={agent.image} initials={agent.initials} accent={agent.style.accent} size={40} />
      <div className="min-w-0 flex-1">
        <h2 className="flex items-center gap-2 text-lg font-semibold">
          <span className="truncate">{agent.name}</span>
          {agent.isDefault && <Mark>{texts.agents.default}</Mark>}
          {agent.archivedAt !== null && <Mark>{texts.agents.archive}</Mark>}
        </h2>
        <p className="text-xs text-soft">{stateOf(agent)}</p>
      </div>
      <div className="ms-auto flex items-center gap-3 max-sm:w-full max-sm:justify-end">
        <TrainLink agentId={agent.id} />
        {mayEdit && (
          <>
            <Menu
              trigger={
                <IconButton label={texts.agents.moreToDoWith(agent.name)} look="outline">
                  <MoreHorizontal size={16} aria-hidden />
                </IconButton>
              }
            >
              {!agent.isDefault && agent.on && agent.archivedAt === null && (
                <MenuItem icon={<Star size={14} aria-hidden />} onChoose={() => void does.makeDefault()}>
                  {texts.agents.makeDefault}
                </MenuItem>
              )}
              <MenuItem icon={<Copy size={14} aria-hidden />} onChoose={() => void does.duplicate()}>
                {texts.agents.duplicate}
              </MenuItem>
              {agent.archivedAt !== null && (
                <MenuItem icon={<Archive size={14} aria-hidden />} onChoose={() => void does.takeOut()}>
                  {texts.agents.takeOutOfThe}
                </MenuItem>
              )}
              {!agent.isDefault && agent.archivedAt === null && (
                <MenuItem icon={<Archive size={14} aria-hidden />} onChoose={does.archive}>
                  {texts.agents.archive}
                </MenuItem>
              )}
            </Menu>
            {agent.archivedAt === null && (
              <Switch
                label={texts.agents.takesConversations(agent.name)}
                on={agent.on}
                onChange={(on) => void does.switchTo(on)}
              />
            )}
          </>
        )}
      </div>
    </header>
  )
}

function stateOf({ archivedAt, on, isDefault }: Agent): string {
  if (archivedAt !== null) return texts.agents.inTheArchiveIt
  if (!on) return texts.agents.offItBeginsNo
  return isDefault ? texts.agents.answersWhereverNoRule : texts.agents.answersWhereItsRules
}

function useDoings(agent: Agent, onSaved: (agent: Agent) => void, reload: () => void) {
  const navigate = useNavigate()
  const { id, name } = agent
  const trying = (what: string, act: () => Promise<unknown>) =>
    act().catch((problem) => showToast(`${what}: ${messageOf(problem)}`))
  return {
    switchTo: (on: boolean) =>
      trying(texts.agents.notChanged, async () =>
        onSaved((await call('PATCH /api/agents/:id', { params: { id }, body: { on } })).agent),
      ),
    makeDefault: () =>
      trying(texts.agents.notChanged, async () => {
        await call('PUT /api/agents/default', { body: { id } })
        reload()
      }),
    takeOut: () =>
      trying(texts.agents.notTakenOut, async () =>
        onSaved((await call('DELETE /api/agents/:id/archive', { params: { id } })).agent),
      ),
    duplicate: () =>
      trying(texts.agents.notCopied, async () => {
        const copy = await call('POST /api/agents', {
          body: { id: newId(), name: texts.agents.copy(name).slice(0, 80), from: id },
        })
        await navigate({ to: '/agents/$id', params: { id: copy.agent.id } })
        reload()
        showToast(texts.agents.isMadeItIs(copy.agent.name))
      }),
    archive: () => {
      onSaved({ ...agent, archivedAt: Date.now() })
      const act = () =>
        void trying(texts.agents.notPutAway, () =>
          call('PUT /api/agents/:id/archive', { params: { id }, keepalive: true }),
        ).then(reload)
      runUnlessUndone(texts.agents.putIntoTheArchive(name), act, reload)
    },
  }
}

function Tabs({ id, tab }: { id: string; tab: Tab }) {
  const bar = useRef<HTMLElement>(null)
  // On a phone they do not all fit beside each other.
  useEffect(() => {
    bar.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [tab])
  return (
    <nav
      ref={bar}
      aria-label={texts.agents.partsOfThisAgent}
      className="flex gap-1 overflow-x-auto border-b border-line"
    >
      {Object.entries(tabNames).map(([each, name]) => (
        <Link
          key={each}
          to="/agents/$id"
          params={{ id }}
          search={{ tab: each as Tab }}
          replace
          activeOptions={{ includeSearch: true }}
          aria-current={tab === each ? 'page' : undefined}
          className={`-mb-px shrink-0 rounded-t-sm border-b-2 px-3 py-2 font-medium transition-colors ${tab === each ? 'border-accent text-accent-text' : 'border-transparent text-soft hover:text-ink'}`}
        >
          {name}
        </Link>
      ))}
    </nav>
  )
}
