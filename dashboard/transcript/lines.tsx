import { Ear, LifeBuoy, TriangleAlert } from 'lucide-react'
import { memo } from 'react'
import type { Brief, Cut, Failure, Whisper } from '../../protocol/entities.ts'
import type { Escalation } from '../../protocol/agents/escalation.ts'
import type { Lesson } from '../../protocol/teaching/shapes.ts'
import { Avatar } from '../components/avatar.tsx'
import { Clock, dayName } from '../components/time.tsx'
import { LessonLine } from '../teaching/lesson-line.tsx'
import { texts } from '../texts.ts'
import { ReceiptLine } from './receipt.tsx'

export function DayLine({ at }: { at: number }) {
  return (
    <div
      role="separator"
      className="flex items-center gap-3 px-4 pt-4 pb-1 text-xs font-medium text-faint before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line"
    >
      {dayName(at)}
    </div>
  )
}

export const CutLine = memo(function CutLine({ cut, agent }: { cut: Cut; agent: string }) {
  return (
    <div className="px-4 ps-12.5 pt-3">
      <p className="text-xs text-faint">
        {texts.transcript.wasSayingCutOff(agent)} <Clock at={cut.at} />
      </p>
      <p className="text-md wrap-break-word whitespace-pre-wrap text-faint line-through">{cut.text}</p>
    </div>
  )
})

export const FailureLine = memo(function FailureLine({ failure }: { failure: Failure }) {
  return (
    <p className="flex items-start gap-2 px-4 ps-12.5 pt-3 text-bad">
      <TriangleAlert size={14} aria-hidden className="mt-0.5 shrink-0" />
      <span>
        {texts.transcript.theAiCouldNot(failure.reason)} <Clock at={failure.at} />
      </span>
    </p>
  )
})

/** The AI called for a person; why is said to operators alone. */
export const EscalationLine = memo(function EscalationLine({
  escalation: { reason, priority, at },
}: {
  escalation: Escalation
}) {
  return (
    <p className="flex items-start gap-2 px-4 ps-12.5 pt-3 text-warn">
      <LifeBuoy size={14} aria-hidden className="mt-0.5 shrink-0" />
      <span>
        {texts.transcript.theAiEscalatedThis}
        {priority && texts.transcript.asPriority}. {reason} <Clock at={at} />
      </span>
    </p>
  )
})

/** Looks like a whisper, because the visitor sees neither. */
export const BriefEntry = memo(function BriefEntry({ brief: { by, at, text } }: { brief: Brief }) {
  return (
    <div className="px-4 ps-12.5 pt-3">
      <div className="max-w-xl rounded-md border border-whisper-edge bg-whisper px-3 py-2">
        <p className="flex items-center gap-1.5 text-xs text-whisper-ink">
          <Ear size={12} aria-hidden />
          <Avatar person={by} size={14} label={false} />
          <span>
            <span className="font-semibold">{by.name}</span>{' '}
            {text ? texts.transcript.leftWordForTheAi : texts.transcript.tookTheWordAway}
          </span>
          <Clock at={at} />
        </p>
        {text && <p className="mt-0.5 text-md wrap-break-word whitespace-pre-wrap">{text}</p>}
      </div>
    </div>
  )
})

const fates: Record<Whisper['state'], string> = {
  waiting: texts.transcript.waitingForTheNext,
  taken: texts.transcript.beingUsedInThis,
  used: texts.transcript.usedInThisReply,
  withdrawn: texts.transcript.withdrawn,
}

/** `fate` is said in place of the whisper's own, while the server has not got it. */
interface WhisperProps {
  whisper: Whisper
  fate?: string
  lesson?: Lesson | null
  onWithdraw: ((id: string) => void) | null
  onAgain?: ((whisper: Whisper) => void) | null
}

/** Tinted and marked, so that nobody takes it for words the visitor has seen. */
export const WhisperEntry = memo(function WhisperEntry({
  whisper,
  fate,
  lesson,
  onWithdraw,
  onAgain = null,
}: WhisperProps) {
  const gone = whisper.state === 'withdrawn'
  return (
    <div id={`w-${whisper.id}`} className="px-4 ps-12.5 pt-3">
      <div className="max-w-xl rounded-md border border-whisper-edge bg-whisper px-3 py-2">
        <p className="flex items-center gap-1.5 text-xs text-whisper-ink">
          <Ear size={12} aria-hidden />
          <Avatar person={whisper.by} size={14} label={false} />
          <span>
            <span className="font-semibold">{whisper.by.name}</span> {texts.transcript.whisperedToTheAi}
          </span>
          {whisper.must && (
            <span className="rounded-sm border border-whisper-line px-1 font-semibold">
              {texts.transcript.must}
            </span>
          )}
          <Clock at={whisper.at} />
        </p>
        <p
          className={`mt-0.5 text-md wrap-break-word whitespace-pre-wrap ${gone ? 'text-faint line-through' : ''}`}
        >
          {whisper.text}
        </p>
        <p className="mt-0.5 flex items-center gap-2 text-xs text-whisper-ink">
          {fate ?? <Fate whisper={whisper} />}
          {whisper.state === 'waiting' && onWithdraw && (
            <button
              type="button"
              onClick={() => onWithdraw(whisper.id)}
              className="rounded-sm font-medium underline underline-offset-2"
            >
              {texts.transcript.withdraw}
            </button>
          )}
        </p>
        <ReceiptLine whisper={whisper} onAgain={onAgain} />
        {lesson && <LessonLine lesson={lesson} />}
      </div>
    </div>
  )
})

function Fate({ whisper: { state, messageId } }: { whisper: Whisper }) {
  if (!messageId) return <span aria-live="polite">{fates[state]}</span>
  const show = () => document.getElementById(`m-${messageId}`)?.scrollIntoView({ block: 'center' })
  return (
    <button type="button" onClick={show} className="rounded-sm font-medium underline underline-offset-2">
      {fates[state]}
    </button>
  )
}
