import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { useState } from 'react'
import type { Agent } from '../../protocol/entities.ts'
import type { Contact } from '../../protocol/people/shapes.ts'
import { ErrorMessage } from '../components/empty.tsx'
import { Select } from '../components/select.tsx'
import { call } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { Page } from '../shell/screen.tsx'
import type { Reached } from '../teaching/scope.tsx'
import { texts } from '../texts.ts'
import { Player } from './player.tsx'
import { Sandbox } from './sandbox.tsx'

/** Talking to the real agent where nobody else hears it, and teaching it on the way. */
export function TrainScreen() {
  const { id } = useParams({ from: '/in/agents/$id/train' })
  const { value, error, reload } = useLoad('agents', () => call('GET /api/agents'))
  const agent = value?.agents.find((each) => each.id === id)
  const [played, setPlayed] = useState<Contact | null>(null)
  return (
    <Page
      name={texts.training.liveTrain}
      action={
        <Link to="/agents" className="inline-flex items-center gap-1 rounded-sm text-soft hover:text-ink">
          <ArrowLeft size={14} aria-hidden />
          {texts.training.agents}
        </Link>
      }
    >
      <div className="mx-auto flex max-w-4xl flex-col gap-4 p-4 pb-10">
        <p className="text-soft">
          {texts.training.theReal} {agent?.name ?? 'agent'}
          {texts.training.inAConversationThat}
        </p>
        {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
        {value && !agent && (
          <ErrorMessage>
            {texts.training.thereIsNoSuch}{' '}
            <Link to="/agents" className="underline">
              {texts.training.seeAllAgents}
            </Link>
          </ErrorMessage>
        )}
        {agent && value && value.agents.length > 1 && <ChooseAgent agent={agent} agents={value.agents} />}
        {agent && <Player played={played} onPlay={setPlayed} />}
        {agent && <Sandbox key={`${agent.id} ${played?.id ?? ''}`} agent={agent} reached={reachedBy(played)} />}
      </div>
    </Page>
  )
}

/** Another agent begins another conversation. */
function ChooseAgent({ agent, agents }: { agent: Agent; agents: Agent[] }) {
  const navigate = useNavigate()
  return (
    <p className="flex items-center gap-2">
      {texts.training.youTalkTo}
      <Select
        label={texts.training.agent}
        shown
        value={agent.id}
        options={agents.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(id) => void navigate({ to: '/agents/$id/train', params: { id }, replace: true })}
      />
    </p>
  )
}

function reachedBy(played: Contact | null): Reached {
  return {
    scope: 'everyone',
    contact: played && { id: played.id, name: played.name },
    company: played?.company ?? null,
    unverified: played ? !played.verified : false,
  }
}
