import { useState } from 'react'
import type { Mood, MoodMark } from '../../protocol/entities.ts'
import { Button } from '../components/button.tsx'
import { Popover } from '../components/popover.tsx'
import { moodNames, MoodShape, points } from '../feed/mood.tsx'
import { call, messageOf } from '../session/session.ts'
import { texts } from '../texts.ts'

const moods = Object.keys(moodNames) as Mood[]

/** The mood after a message. It explains itself, and can be argued with. */
export function MoodOf({ conversationId, mark }: { conversationId: string; mark: MoodMark }) {
  const says = `${moodNames[mark.mood]} ${points(mark.score)}`
  return (
    <Popover
      title={says}
      trigger={
        <button
          type="button"
          aria-label={texts.transcript.mood([says, ...mark.why.map(({ cue }) => cue)].join(', '))}
          className="mt-2 inline-flex size-6 shrink-0 items-center justify-center rounded-sm transition-colors hover:bg-hover"
        >
          <MoodShape mood={mark.mood} />
        </button>
      }
    >
      <Why mark={mark} />
      <Judge conversationId={conversationId} mark={mark} />
    </Popover>
  )
}

function Why({ mark }: { mark: MoodMark }) {
  if (!mark.why.length) return <p className="text-soft">{texts.transcript.nothingInThisMessage}</p>
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1">
      {mark.why.map(({ cue, points: each }, index) => (
        <div key={index} className="contents">
          <dt className="text-end tabular-nums">{points(each)}</dt>
          <dd className="text-soft">{cue}</dd>
        </div>
      ))}
    </dl>
  )
}

/** What a person says it was. Kept, and counted under Reports. */
function Judge({ conversationId, mark }: { conversationId: string; mark: MoodMark }) {
  const [said, setSaid] = useState<Mood | null>(null)
  const [error, setError] = useState<string | null>(null)
  const judge = async (mood: Mood) => {
    setSaid(mood)
    try {
      await call('PUT /api/conversations/:id/messages/:messageId/mood', {
        params: { id: conversationId, messageId: mark.messageId },
        body: { mood },
      })
      setError(null)
    } catch (problem) {
      setSaid(null)
      setError(messageOf(problem))
    }
  }
  return (
    <div className="mt-3 border-t border-line pt-2">
      <p className="mb-1 text-xs text-soft" role="status">
        {!said && texts.transcript.whatWouldYouSay}
        {said &&
          (said === mark.mood ? texts.transcript.youAgreeItIs : texts.transcript.youSayItIs(moodNames[said]))}
      </p>
      <div className="flex flex-wrap gap-1">
        {moods.map((mood) => (
          <Button
            key={mood}
            size="small"
            aria-pressed={said === mood}
            onClick={() => void judge(mood)}
            className={said === mood ? 'border-accent!' : ''}
          >
            <MoodShape mood={mood} />
            {moodNames[mood]}
          </Button>
        ))}
      </div>
      {error && (
        <p role="alert" className="mt-1 text-xs text-bad">
          {error}
        </p>
      )}
    </div>
  )
}
