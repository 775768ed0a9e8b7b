import { ThumbsDown, ThumbsUp } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Rating, Vote } from '../../protocol/review/shapes.ts'
import { call, messageOf } from '../session/session.ts'
import { useMe } from '../session/use.ts'
import { showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'
import { RatingReasonEditor, reasonNames, type Cast } from './rating-reason.tsx'

/** My two thumbs on an AI message, why I gave mine, and what others gave. */
export function RatingRow({
  conversationId,
  messageId,
  ratings,
}: {
  conversationId: string
  messageId: string
  ratings: Rating[]
}) {
  const me = useMe().operator
  const mine = ratings.find(({ by }) => by?.id === me.id) ?? null
  const { vote, cast } = useVote(conversationId, messageId, mine)
  return (
    <span className="flex flex-wrap items-center gap-x-1">
      <Thumb way="up" vote={vote} onPress={(next) => cast(next && { vote: next, reason: null, comment: '' })} />
      <Thumb way="down" vote={vote} onPress={(next) => cast(next && { vote: next, reason: null, comment: '' })} />
      {mine && vote === mine.vote && <RatingReasonEditor mine={mine} onSave={cast} />}
      {ratings
        .filter((each) => each !== mine)
        .map((each) => (
          <Other key={each.by?.id ?? 'visitor'} rating={each} />
        ))}
    </span>
  )
}

/** Shown at once; what the log tells afterwards takes its place. */
function useVote(conversationId: string, messageId: string, mine: Rating | null) {
  const [pressed, setPressed] = useState<Vote | null | undefined>(undefined)
  useEffect(() => setPressed(undefined), [mine])
  const cast = async (next: Cast | null) => {
    setPressed(next?.vote ?? null)
    const params = { id: conversationId, messageId }
    const path = '/api/conversations/:id/messages/:messageId/rating'
    try {
      await (next ? call(`PUT ${path}`, { params, body: next }) : call(`DELETE ${path}`, { params }))
    } catch (error) {
      setPressed(undefined)
      showToast(messageOf(error))
    }
  }
  return { vote: pressed === undefined ? (mine?.vote ?? null) : pressed, cast }
}

const names: Record<Vote, string> = { up: texts.transcript.goodAnswer, down: texts.transcript.badAnswer }
const pressedTones: Record<Vote, string> = { up: 'text-good', down: 'text-bad' }
const icons = { up: ThumbsUp, down: ThumbsDown }

/** Pressing the pressed one takes the vote back, but the second half of a double click does not. */
function Thumb({ way, vote, onPress }: { way: Vote; vote: Vote | null; onPress: (next: Vote | null) => void }) {
  const Icon = icons[way]
  const pressed = vote === way
  return (
    <button
      type="button"
      aria-pressed={pressed}
      aria-label={names[way]}
      title={names[way]}
      onClick={({ detail }) => detail < 2 && onPress(pressed ? null : way)}
      className={`inline-flex size-6 items-center justify-center rounded-sm transition-colors hover:bg-hover ${pressed ? pressedTones[way] : 'text-faint hover:text-ink'}`}
    >
      <Icon size={14} aria-hidden fill={pressed ? 'currentColor' : 'none'} fillOpacity={0.3} />
    </button>
  )
}

/** Somebody else's vote, with their reason. */
function Other({ rating: { by, vote, reason, comment } }: { rating: Rating }) {
  const Icon = icons[vote]
  const why = [reason && reasonNames[reason], comment].filter(Boolean).join(': ')
  return (
    <span className="inline-flex max-w-full items-center gap-1 px-1 text-xs text-soft" title={why || undefined}>
      <Icon
        size={12}
        role="img"
        aria-label={vote === 'up' ? texts.transcript.thumbUpBy : texts.transcript.thumbDownBy}
        className={`shrink-0 ${vote === 'up' ? 'text-good' : 'text-bad'}`}
      />
      <span className="shrink-0 font-medium">{by?.name ?? texts.transcript.visitor}</span>
      {why && <span className="truncate">{why}</span>}
    </span>
  )
}
