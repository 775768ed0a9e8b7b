import { useState } from 'react'
import type { Rating, RatingReason, Vote } from '../../protocol/review/shapes.ts'
import { maxCommentLength } from '../../protocol/sizes.ts'
import { Button } from '../components/button.tsx'
import { Area } from '../components/field.tsx'
import { Popover } from '../components/popover.tsx'
import { texts } from '../texts.ts'

export const reasonNames: Record<RatingReason, string> = {
  wrong: texts.transcript.wrong,
  incomplete: texts.transcript.incomplete,
  tone: texts.transcript.tone,
  outdated_source: texts.transcript.outdatedSource,
  should_have_escalated: texts.transcript.shouldHaveEscalated,
}

/** Why I voted so: a reason where it was bad, and words in any case. */
export interface Cast {
  vote: Vote
  reason: RatingReason | null
  comment: string
}

export function RatingReasonEditor({ mine, onSave }: { mine: Rating; onSave: (cast: Cast) => Promise<void> }) {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState(mine.reason)
  const [comment, setComment] = useState(mine.comment)
  const begin = (next: boolean) => {
    if (next) {
      setReason(mine.reason)
      setComment(mine.comment)
    }
    setOpen(next)
  }
  const save = () => {
    setOpen(false)
    void onSave({ vote: mine.vote, reason, comment: comment.trim() })
  }
  const said = [mine.reason && reasonNames[mine.reason], mine.comment].filter(Boolean).join(': ')
  return (
    <Popover
      open={open}
      onOpenChange={begin}
      title={mine.vote === 'down' ? texts.transcript.whatWasBadAbout : texts.transcript.whatWasGoodAbout}
      trigger={
        <button
          type="button"
          className="max-w-80 min-h-6 truncate rounded-sm px-1 text-xs text-accent-text underline-offset-2 hover:underline"
        >
          {said || texts.transcript.sayWhy}
        </button>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        {mine.vote === 'down' && (
          <div role="group" aria-label={texts.transcript.reason} className="flex flex-wrap gap-1">
            {Object.entries(reasonNames).map(([each, name]) => (
              <button
                key={each}
                type="button"
                aria-pressed={reason === each}
                onClick={() => setReason(reason === each ? null : (each as RatingReason))}
                className={`h-7 rounded-full border px-2.5 text-xs transition-colors ${reason === each ? 'border-accent bg-accent-tint font-medium text-accent-text' : 'border-line text-soft hover:bg-hover'}`}
              >
                {name}
              </button>
            ))}
          </div>
        )}
        <Area
          label={texts.transcript.comment}
          rows={3}
          maxLength={maxCommentLength}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
        />
        <Button type="submit" look="solid" className="self-end">
          {texts.transcript.save}
        </Button>
      </form>
    </Popover>
  )
}
