import { ChevronDown, ChevronUp } from 'lucide-react'
import { useEffect } from 'react'
import type { Conversation } from '../../protocol/entities.ts'
import { IconButton } from '../components/button.tsx'
import { exactTime, length } from '../components/time.tsx'
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
  const { id, score } = conversation
  return (
    <footer
      aria-label={texts.completed.review}
      className="flex shrink-0 flex-col gap-1.5 border-t border-line bg-ground px-4 py-2"
    >
      <div className="flex items-center gap-1 max-md:flex-wrap">
        <span className="-ms-2 flex shrink-0 items-center">
          <OutcomeButton conversation={conversation} />
          {score && <ScoreButton score={score} />}
        </span>
        <Why conversation={conversation} />
        <NoteButton conversationId={id} notes={notes} />
        <Neighbours />
        <ReviewedButton conversation={conversation} />
        <FollowUp conversation={conversation} />
        <MoreActions conversation={conversation} />
      </div>
      <Notes notes={notes} />
    </footer>
  )
}

/** How it ended and what speaks for its outcome, as far as the line has room; all of it under the pointer. */
function Why({ conversation }: { conversation: Conversation }) {
  const { outcome } = conversation
  const overruled = outcome?.overruled
  const words = [
    overruled &&
      texts.completed.overruledTheRuleSaid(overruled.by.name, overruled.reason, outcomeNames[overruled.rule]),
    outcome?.evidence,
  ].filter(Boolean)
  return (
    <p
      title={[...words, endedWords(conversation)].join('\n')}
      className="min-w-0 flex-1 truncate text-xs text-soft max-md:order-last max-md:basis-full"
    >
      {words.join(' ')} <span className="text-faint">{endedWords(conversation)}</span>
    </p>
  )
}

function endedWords({ endedHow, openedAt, completedAt }: Conversation): string {
  if (!completedAt) return ''
  const ended = endedHow
    ? texts.completed.at(endings[endedHow], exactTime(completedAt))
    : texts.completed.endedAt(exactTime(completedAt))
  return ended + texts.completed.after(length(completedAt - openedAt))
}

function Neighbours() {
  const now = useStore(place)
  if (!now || now.at < 0) return null
  return (
    <span className="flex shrink-0 items-center text-xs whitespace-nowrap text-soft tabular-nums max-md:ms-auto">
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
