import { Link, type LinkProps } from '@tanstack/react-router'
import { useEffect } from 'react'
import { Circle, CircleCheck } from 'lucide-react'
import { allows } from '../../protocol/access.ts'
import type { Checklist as Steps } from '../../protocol/agents/checklist.ts'
import { Embed } from '../agents/embed.tsx'
import { Empty } from '../components/empty.tsx'
import { call } from '../session/session.ts'
import { useLoad, useMe } from '../session/use.ts'
import { texts } from '../texts.ts'

const steps: { key: keyof Steps; to: LinkProps['to'] }[] = [
  { key: 'knows', to: '/knowledge/data' },
  { key: 'answered', to: '/agents' },
  { key: 'installed', to: '/installation' },
  { key: 'tookOver', to: '/inbox/live' },
  { key: 'invited', to: '/team' },
  { key: 'alerted', to: '/alerts/settings' },
]

/** Nobody chats. Whoever sets the workspace up sees what comes next; it ticks itself. */
export function EmptyFeed() {
  const me = useMe()
  if (!allows(me.operator.access, 'agents:edit')) return <Quiet />
  return <FirstSteps />
}

function Quiet() {
  return (
    <Empty title={texts.feed.nobodyIsChattingRight}>
      <p>{texts.feed.aConversationAppearsHere}</p>
    </Empty>
  )
}

const lookAgainMs = 4_000

function FirstSteps() {
  const { value, reload } = useLoad('checklist', () => call('GET /api/checklist'))
  // The snippet is pasted elsewhere: it ticks while one looks.
  useEffect(() => {
    const timer = setInterval(reload, lookAgainMs)
    return () => clearInterval(timer)
  }, [reload])
  if (!value) return null
  const { checklist } = value
  if (steps.every(({ key }) => checklist[key])) return <Quiet />
  const next = steps.find(({ key }) => !checklist[key])
  return (
    <div className="m-auto flex w-full max-w-96 flex-col gap-3 p-6">
      <p className="text-md font-semibold">{texts.feed.nobodyIsChattingRight}</p>
      <p className="text-soft">{texts.feed.aConversationAppearsHere}</p>
      <ol aria-label={texts.feed.firstSteps} className="flex flex-col gap-1">
        {steps.map(({ key, to }) => (
          <Step key={key} to={to} text={texts.feed.steps[key]} isDone={checklist[key]} isNext={key === next?.key} />
        ))}
      </ol>
      {!checklist.installed && (
        <>
          <p className="text-soft">{texts.feed.pasteThis}</p>
          <Embed />
        </>
      )}
    </div>
  )
}

function Step({
  to,
  text,
  isDone,
  isNext,
}: {
  to: LinkProps['to']
  text: string
  isDone: boolean
  isNext: boolean
}) {
  const Icon = isDone ? CircleCheck : Circle
  return (
    <li className={`flex items-center gap-2 rounded-md px-2 py-1.5 ${isNext ? 'bg-sunken' : ''}`}>
      <Icon size={16} aria-hidden className={`shrink-0 ${isDone ? 'text-good' : 'text-faint'}`} />
      {isDone ? (
        <span className="text-faint line-through">{text}</span>
      ) : (
        <Link to={to!} className="rounded-sm text-accent-text underline-offset-2 hover:underline">
          {text}
        </Link>
      )}
      <span className="sr-only">{isDone ? texts.feed.done : texts.feed.toDo}</span>
    </li>
  )
}
