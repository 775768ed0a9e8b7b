import { ChevronDown, ChevronUp } from 'lucide-react'
import { useEffect } from 'react'
import type { Conversation } from '../../protocol/entities.ts'
import { IconButton } from '../components/button.tsx'
import { exactTime, fullTime, length } from '../components/time.tsx'
import { useSelector, useStore } from '../session/use.ts'
import { texts } from '../texts.ts'
import { endings, outcomeNames } from '../components/ending.tsx'
import type { Reading } from '../conversation/reader.ts'
import { ScoreButton } from '../components/score.tsx'
import { FollowUp, MoreActions, ReviewedButton } from './actions.tsx'
import { NoteButton, Notes } from './notes.tsx'
import { OutcomeButton } from './outcome.tsx'
import { freshest, place } from './place.ts'

/** Where one would write if it were not over: how it ended, what it scores, and what is left to do with it. */
export function Verdict({ conversation, reading }: { conversation: Conversation; reading: Reading }) {
  const notes = useSelector(reading.transcript, (transcript) => transcript!.notes)
  useEffect(() => freshest.set(conversation), [conversation])
  const { id, score, outcome } = conversation
  return (
    <footer
      aria-label={texts.completed.review}
      className="flex shrink-0 flex-col gap-1.5 border-t border-line bg-ground px-4 py-2"
    >
      <div className="flex flex-wrap items-center gap-x-1 gap-y-1.5">
        <span className="-ms-2 flex items-center">
          <OutcomeButton conversation={conversation} />
          {score && <ScoreButton score={score} />}
        </span>
        <NoteButton conversationId={id} notes={notes} />
        <span className="flex-1" />
        <Neighbours />
        <ReviewedButton conversation={conversation} />
        <FollowUp conversation={conversation} />
        <MoreActions conversation={conversation} />
      </div>
      <p className="text-xs text-soft">
        {outcome?.overruled && (
          <span className="block">
            {texts.completed.overruledTheRuleSaid(
              outcome.overruled.by.name,
              outcome.overruled.reason,
              outcomeNames[outcome.overruled.rule],
            )}
          </span>
        )}
        {outcome?.evidence} <Ended conversation={conversation} />
      </p>
      <Notes notes={notes} />
    </footer>
  )
}

function Ended({ conversation: { endedHow, openedAt, completedAt } }: { conversation: Conversation }) {
  if (!completedAt) return null
  return (
    <span className="text-faint" title={fullTime(completedAt)}>
      {endedHow
        ? texts.completed.at(endings[endedHow], exactTime(completedAt))
        : texts.completed.endedAt(exactTime(completedAt))}
      {texts.completed.after(length(completedAt - openedAt))}
    </span>
  )
}

function Neighbours() {
  const now = useStore(place)
  if (!now || now.at < 0) return null
  return (
    <span className="flex items-center text-xs text-soft tabular-nums">
      {texts.completed.of(now.at + 1, now.total)}
      <IconButton
        label={texts.completed.previous}
        keys="K"
        size="tiny"
        disabled={now.at === 0}
        onClick={() => now.step(-1)}
      >
        <ChevronUp size={14} aria-hidden />
      </IconButton>
      <IconButton
        label={texts.completed.next}
        keys="J"
        size="tiny"
        disabled={now.at >= now.total - 1}
        onClick={() => now.step(1)}
      >
        <ChevronDown size={14} aria-hidden />
      </IconButton>
    </span>
  )
}
