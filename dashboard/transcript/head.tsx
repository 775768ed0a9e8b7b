import { ArrowLeft, PanelRight } from 'lucide-react'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Conversation } from '../../protocol/entities.ts'
import { Faces } from '../components/avatar.tsx'
import { Badge } from '../components/badge.tsx'
import { Button, IconButton } from '../components/button.tsx'
import { Kbd } from '../components/kbd.tsx'
import { Age } from '../components/time.tsx'
import { Tooltip } from '../components/tooltip.tsx'
import { MoodBadge } from '../feed/mood.tsx'
import { PresenceDot } from '../feed/presence.tsx'
import { VisitorName } from '../feed/row.tsx'
import { useMembers } from '../session/team.ts'
import { useMe, useSelector } from '../session/use.ts'
import { texts } from '../texts.ts'
import { outcomeNames } from '../components/ending.tsx'
import { penOf, type Pen, type PenActions } from './pen.ts'
import { ConversationMenu } from '../shut-outs/menu.tsx'
import { HandBack } from './hand-back.tsx'
import type { Back } from './back.ts'
import type { Reading } from '../conversation/reader.ts'

interface HeadProps {
  conversation: Conversation
  reading: Reading
  back: Back
  pen: PenActions
  onResolve: (() => void) | null
  onSide: () => void
}

export function Head({ conversation, reading, back, pen, onResolve, onSide }: HeadProps) {
  const me = useMe()
  const holder = penOf(conversation, me.operator.id)
  const watchers = useSelector(reading.ephemeral, ({ watchers }) => watchers)
  return (
    <header className="flex min-h-15 shrink-0 items-center gap-2 border-b border-line px-4 py-2 max-md:ps-2">
      <Tooltip label={texts.transcript.backToTheList}>
        <Link
          to={back}
          search={true}
          aria-label={texts.transcript.backToTheList}
          className="flex size-8 shrink-0 items-center justify-center rounded-md text-soft hover:bg-hover md:hidden"
        >
          <ArrowLeft size={16} aria-hidden />
        </Link>
      </Tooltip>
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2">
          <PresenceDot conversation={conversation} />
          <h2 className="flex min-w-0 text-md">
            <VisitorName conversation={conversation} className="[&>span]:font-semibold" />
          </h2>
          <span className="max-sm:hidden">
            <MoodBadge reading={conversation.mood} />
          </span>
        </div>
        <p className="flex min-w-0 items-center gap-1.5 text-xs text-soft">
          <span className="sm:hidden">
            <MoodBadge reading={conversation.mood} spark={false} />
          </span>
          <Holder conversation={conversation} holder={holder} />
          {conversation.channel && (
            <span className="shrink-0 before:me-1.5 before:content-['·']">
              {texts.feed.comesThrough(conversation.channel.name)}
            </span>
          )}
          {conversation.topic && (
            <span className="truncate max-sm:hidden before:me-1.5 before:content-['·']">{conversation.topic}</span>
          )}
        </p>
      </div>
      <span className="max-sm:hidden">
        <Faces people={watchers.filter(({ id }) => id !== me.operator.id)} size={20} />
      </span>
      {onResolve && (
        <Tooltip label={texts.transcript.resolve} keys="shift+E">
          <Button look="quiet" onClick={onResolve} aria-keyshortcuts="Shift+E">
            {texts.transcript.resolve}
          </Button>
        </Tooltip>
      )}
      {holder !== 'over' && <PenButton conversation={conversation} holder={holder} pen={pen} />}
      <ConversationMenu conversation={conversation} />
      <span className="min-[1400px]:hidden">
        <IconButton label={texts.transcript.aboutThisVisitor} onClick={onSide}>
          <PanelRight size={16} aria-hidden />
        </IconButton>
      </span>
    </header>
  )
}

function Holder({
  conversation: { control, agent, outcome, completedAt },
  holder,
}: {
  conversation: Conversation
  holder: Pen
}) {
  const isAway = useMembers().some(({ id, awaySince }) => id === control.operator?.id && awaySince !== null)
  if (holder === 'over')
    return (
      <span className="flex shrink-0 items-center gap-1.5">
        <Badge>{texts.transcript.completed}</Badge>
        {outcome && outcomeNames[outcome.kind]}
        {completedAt && <Age since={completedAt} className="text-faint" />}
      </span>
    )
  const human = () =>
    holder === 'me' ? texts.transcript.youHaveThePen : texts.transcript.hasThePen(control.operator!.name)
  const who = holder === 'ai' ? `${agent.name} · AI` : human()
  return (
    <span className={`truncate sm:shrink-0 ${holder === 'ai' ? '' : 'font-medium text-accent-text'}`}>
      {who}
      {isAway && ` · ${texts.transcript.isAway}`} <Age since={control.since} className="font-normal text-faint" />
    </span>
  )
}

function PenButton({ conversation, holder, pen }: { conversation: Conversation; holder: Pen; pen: PenActions }) {
  const disabled = !useSettled(holder) || pen.busy
  if (holder === 'me')
    return <HandBack key="back" conversationId={conversation.id} disabled={disabled} onHandBack={pen.handBack} />
  if (holder === 'ai')
    return (
      <Button key="take" look="solid" onClick={() => pen.take()} disabled={disabled}>
        {texts.transcript.takeOverChat}{' '}
        <span className="max-xl:hidden">
          <Kbd keys="mod+shift+T" />
        </span>
      </Button>
    )
  const { operator } = conversation.control
  const name = operator?.name ?? texts.transcript.yourColleague
  return (
    <Button key="colleague" onClick={() => pen.take(operator?.id)} disabled={disabled}>
      {texts.transcript.takeThePenFromName(name.split(' ')[0]!)}
    </Button>
  )
}

const settling = 1000

/**
 * The button changes its meaning in place. A click that was meant for the old one, because a colleague was quicker or because it was a double
 * click, must not take the pen from that colleague, or give it away again: for a moment it takes none.
 */
function useSettled(holder: Pen): boolean {
  const [settled, setSettled] = useState(holder)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(holder), settling)
    return () => clearTimeout(timer)
  }, [holder])
  return settled === holder
}
