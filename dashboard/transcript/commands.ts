import type { Transcript } from '../../protocol/entities.ts'
import type { Vote } from '../../protocol/review/shapes.ts'
import type { Store } from '../../client/store.ts'
import { call, messageOf } from '../session/session.ts'
import { useMe } from '../session/use.ts'
import { useCommands } from '../shell/commands.ts'
import { showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'
import type { Fields } from './fields.ts'
import type { FieldName } from './drafts.ts'
import type { Pen, PenActions } from './pen.ts'

interface Parts {
  transcript: Store<Transcript | null>
  holder: Pen
  fields: Fields
  pen: PenActions
  /** Which fields there are to write in. */
  modes: FieldName[]
  onWhy: (messageId: string) => void
  onCorrect: (messageId: string) => void
  /** Null where there is no ticket of mine to resolve. */
  onResolve: (() => void) | null
  onAbout: () => void
  onBack: () => void
}

/** What the keyboard and the palette can do with the open conversation; about answers it is the last one that is meant. */
export function useConversationCommands({
  transcript,
  holder,
  fields,
  pen,
  modes,
  onWhy,
  onCorrect,
  onResolve,
  onAbout,
  onBack,
}: Parts): void {
  const me = useMe().operator.id
  const last = () => transcript.get()?.messages.findLast(({ from }) => from === 'ai')
  const answer = last()
  const write = (field: FieldName) => (modes.includes(field) ? () => fields.go(field) : null)
  useCommands({
    takeOver: holder === 'ai' && !pen.busy ? () => pen.take() : null,
    train: write('training'),
    reply: write('reply'),
    note: write('note'),
    good: answer ? () => void rateLast(transcript.get()!, me, 'up') : null,
    bad: answer ? () => void rateLast(transcript.get()!, me, 'down') : null,
    correct: answer ? () => onCorrect(last()!.id) : null,
    why: answer ? () => onWhy(last()!.id) : null,
    resolve: onResolve,
    about: onAbout,
    back: onBack,
  })
}

/** The same vote again takes it back, as the thumbs do. */
async function rateLast(
  { conversation: { id }, messages, ratings }: Transcript,
  me: string,
  vote: Vote,
): Promise<void> {
  const messageId = messages.findLast(({ from }) => from === 'ai')!.id
  const params = { id, messageId }
  const path = '/api/conversations/:id/messages/:messageId/rating'
  const mine = ratings.find((rating) => rating.messageId === messageId && rating.by?.id === me)
  try {
    if (mine?.vote === vote) await call(`DELETE ${path}`, { params })
    else await call(`PUT ${path}`, { params, body: { vote } })
    const rated = vote === 'up' ? texts.transcript.ratedGood : texts.transcript.ratedBad
    showToast(mine?.vote === vote ? texts.transcript.ratingTakenBack : rated)
  } catch (error) {
    showToast(messageOf(error))
  }
}
