import { ArrowUpRight, Bot } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import type { Message, MoodMark, Source } from '../../protocol/entities.ts'
import type { RecordedAssessment } from '../../protocol/agents/escalation.ts'
import type { Rating } from '../../protocol/review/shapes.ts'
import type { Correction } from '../../protocol/teaching/shapes.ts'
import { Avatar } from '../components/avatar.tsx'
import { Clock } from '../components/time.tsx'
import { Corrected } from '../teaching/corrected.tsx'
import { texts } from '../texts.ts'
import { AmberClaims, Confidence, UnknownCitations } from './confidence.tsx'
import { Markdown, Typed } from './markdown.tsx'
import { MoodOf } from './mood-mark.tsx'
import { OwnWords } from './own-words.tsx'
import { RatingRow } from './rating.tsx'

interface MessageProps {
  conversationId: string
  message: Message
  first: boolean
  mood: MoodMark | null
  ratings: Rating[]
  correction: Correction | null
  verdict?: RecordedAssessment | null
  names: Names
  onWhy: (messageId: string) => void
  onCorrect: (messageId: string) => void
}
const quiet =
  'min-h-6 rounded-sm text-xs text-faint underline-offset-2 transition-colors hover:text-accent-text hover:underline'

export interface Names {
  visitor: string
  agent: string
}

export const MessageEntry = memo(function MessageEntry({
  conversationId,
  message,
  first,
  mood,
  ratings,
  correction,
  verdict = null,
  names,
  onWhy,
  onCorrect,
}: MessageProps) {
  if (message.from === 'system') return <SystemLine message={message} />
  return (
    <Turn
      id={`m-${message.id}`}
      from={message.from}
      message={message}
      first={first}
      names={names}
      after={mood && <MoodOf conversationId={conversationId} mark={mood} />}
    >
      {message.from === 'ai' && <Markdown text={message.text} claims={verdict?.claims} />}
      {message.from === 'operator' && <OwnWords conversationId={conversationId} message={message} />}
      {message.from === 'visitor' && <Typed text={message.text} outside />}
      <Sources sources={message.sources} />
      {correction && <Corrected correction={correction} onEdit={() => onCorrect(message.id)} />}
      {message.from === 'ai' && (
        <div className="-ms-1.5 flex flex-wrap items-center gap-x-3 text-sm">
          <RatingRow conversationId={conversationId} messageId={message.id} ratings={ratings} />
          {!correction && (
            <button type="button" onClick={() => onCorrect(message.id)} className={quiet}>
              {texts.transcript.addCorrection}
            </button>
          )}
          <button type="button" onClick={() => onWhy(message.id)} className={quiet}>
            {texts.transcript.why}
          </button>
          {verdict && <Confidence verdict={verdict} />}
          {verdict?.claims && <AmberClaims claims={verdict.claims} onWhy={() => onWhy(message.id)} />}
          {verdict?.notes?.map((note) => (
            <p key={note} className="ms-1.5 basis-full text-xs text-warn">
              {note}
            </p>
          ))}
          {verdict?.unknown && <UnknownCitations unknown={verdict.unknown} />}
        </div>
      )}
    </Turn>
  )
})

interface TurnProps {
  id?: string
  from: Message['from']
  message?: Message
  at?: number
  first: boolean
  names: Names
  after?: ReactNode
  children: ReactNode
}

/** One speaker's words: the visitor's on a tinted ground, so that the two sides are told apart at a glance. */
export function Turn({ id, from, message, first, names, after, children }: TurnProps) {
  const visitor = from === 'visitor'
  return (
    <article id={id} className={`flex scroll-mt-16 gap-2.5 px-4 ${first ? 'pt-3.5' : 'pt-1'}`}>
      <div className="w-6 shrink-0">{first && <Face from={from} message={message} names={names} />}</div>
      <div className="min-w-0 flex-1">
        {first && (
          <p className="mb-0.5 flex items-baseline gap-2">
            <span className="font-semibold">{speaker(from, message, names)}</span>
            {from === 'ai' && <span className="text-xs text-faint">{texts.transcript.ai}</span>}
            {message && <Clock at={message.at} />}
          </p>
        )}
        <div className="flex items-start gap-2">
          <div className={`min-w-0 text-md ${visitor ? 'rounded-md bg-sunken px-3 py-1.5' : ''}`}>{children}</div>
          {after}
        </div>
      </div>
    </article>
  )
}

const speaker = (from: Message['from'], message: Message | undefined, names: Names) =>
  from === 'visitor' ? names.visitor : (message?.author?.name ?? names.agent)

function Face({ from, message, names }: { from: Message['from']; message: Message | undefined; names: Names }) {
  if (from === 'ai')
    return (
      <span
        aria-hidden
        className="flex size-6 items-center justify-center rounded-md bg-accent-tint text-accent-text"
      >
        <Bot size={14} />
      </span>
    )
  if (message?.author && from === 'operator') return <Avatar person={message.author} size={24} label={false} />
  return (
    <span
      aria-hidden
      className="flex size-6 items-center justify-center rounded-full bg-sunken text-xs font-semibold text-soft"
    >
      {names.visitor[0]?.toUpperCase()}
    </span>
  )
}

function SystemLine({ message }: { message: Message }) {
  return (
    <p
      id={`m-${message.id}`}
      className="flex items-center justify-center gap-2 px-4 pt-4 pb-1 text-center text-xs text-soft"
    >
      {message.text} <Clock at={message.at} />
    </p>
  )
}

export function Sources({ sources }: { sources: Source[] }) {
  if (!sources.length) return null
  return (
    <ul aria-label={texts.transcript.sources} className="my-1 flex flex-wrap gap-1.5">
      {sources.map(({ id, title, url }) => (
        <li key={id} className="max-w-full">
          {url ? (
            <a
              href={url}
              target="_blank"
              rel="noopener noreferrer"
              className="inline-flex max-w-full items-center gap-1 rounded-sm border border-line px-1.5 text-xs text-accent-text transition-colors hover:bg-hover"
            >
              <span className="truncate">{title}</span>
              <ArrowUpRight size={12} aria-hidden className="shrink-0" />
            </a>
          ) : (
            <span className="inline-block max-w-full truncate rounded-sm border border-line px-1.5 text-xs text-soft">
              {title}
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}
