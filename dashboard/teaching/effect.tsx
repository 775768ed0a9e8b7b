import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { RouteReply } from '../../protocol/api.ts'
import type { ChangedAnswer, TaughtChange } from '../../protocol/teaching/replay.ts'
import { call } from '../session/session.ts'
import { texts } from '../texts.ts'

type Shown = RouteReply<'POST /api/effects'>

/** Typing on within this time asks for nothing yet. */
const restMs = 600

/** Which of the answers given would be others with this, before it is saved. `change` is null while there is nothing to look at. */
export function Effect({ change }: { change: TaughtChange | null }) {
  const shown = useEffectOf(change)
  if (!change || !shown) return null
  if (shown === 'busy') return <p className="text-xs text-faint">{texts.teaching.lookingAtAnswers}</p>
  const { looked, changed, unasked, answers } = shown
  return (
    <section aria-label={texts.teaching.whatWouldChange} className="flex flex-col gap-1 text-xs text-soft">
      <p>
        {looked ? texts.teaching.ofTheLast(looked, changed) : texts.teaching.noAnswersYet}
        {changed > 0 && ` ${counted(shown)}`}
        {unasked > 0 && ` ${texts.teaching.notAsked(unasked)}`}
      </p>
      {answers.length > 0 && (
        <details>
          <summary className="cursor-default rounded-sm underline underline-offset-2">
            {texts.teaching.seeThem(answers.length)}
          </summary>
          <ul className="mt-1.5 flex flex-col gap-2">
            {answers.map((answer) => (
              <li key={answer.messageId}>
                <BeforeAndAfter answer={answer} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

function counted({ worse, taught, meaning, silent }: Shown): string {
  const parts = [
    taught > 0 && texts.teaching.nowSayThis(taught),
    meaning > 0 && texts.teaching.inOtherWords(meaning),
    silent > 0 && texts.teaching.wouldNotKnow(silent),
    worse > 0 && texts.teaching.getWorse(worse),
  ].filter((part) => part !== false)
  return parts.length ? `${parts.join(', ')}.` : ''
}

function BeforeAndAfter({ answer }: { answer: ChangedAnswer }) {
  const { conversationId, messageId, question, before, after, isWorse } = answer
  return (
    <div className={`rounded-md border px-2.5 py-2 ${isWorse ? 'border-bad' : 'border-line'}`}>
      <p className="flex gap-2">
        <Link
          to="/inbox/live/$id"
          params={{ id: conversationId }}
          hash={`m-${messageId}`}
          className="min-w-0 flex-1 truncate font-medium text-ink underline underline-offset-2"
        >
          {question}
        </Link>
        {isWorse && <span className="shrink-0 text-bad">{texts.teaching.wasFoundRight}</span>}
      </p>
      <div className="mt-1 grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        <Words name={texts.teaching.today} words={before} />
        <Words name={texts.teaching.withThis} words={after} />
      </div>
    </div>
  )
}

function Words({ name, words }: { name: string; words: string }) {
  return (
    <div className="min-w-0">
      <p className="text-faint">{name}</p>
      <p className="line-clamp-6 wrap-break-word whitespace-pre-wrap text-ink">{words}</p>
    </div>
  )
}

/** Typing on gives up what was asked for before. */
function useEffectOf(change: TaughtChange | null): Shown | 'busy' | null {
  const [shown, setShown] = useState<Shown | 'busy' | null>(null)
  const key = JSON.stringify(change)
  useEffect(() => {
    const wanted = JSON.parse(key) as TaughtChange | null
    setShown(null)
    if (!wanted) return
    const given = new AbortController()
    const timer = setTimeout(() => {
      setShown('busy')
      call('POST /api/effects', { body: { changes: [wanted] }, signal: given.signal }).then(
        (effect) => !given.signal.aborted && setShown(effect),
        // What cannot be foreseen hinders nobody from saving.
        () => !given.signal.aborted && setShown(null),
      )
    }, restMs)
    return () => {
      clearTimeout(timer)
      given.abort()
    }
  }, [key])
  return shown
}
