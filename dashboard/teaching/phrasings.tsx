import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { newId } from '../../client/id.ts'
import type { Phrasing } from '../../protocol/teaching/learning-routes.ts'
import { Button } from '../components/button.tsx'
import { ErrorMessage } from '../components/empty.tsx'
import { Field } from '../components/field.tsx'
import { dayOrTime, fullTime } from '../components/time.tsx'
import { call, messageOf } from '../session/session.ts'
import type { Loaded } from '../session/use.ts'
import { runUnlessUndone, showToast } from '../components/toast.tsx'
import { Warning } from './warning.tsx'
import { texts } from '../texts.ts'

const act = 'shrink-0 rounded-sm font-medium underline underline-offset-2 hover:text-ink'

type LoadedPhrasings = Loaded<{ phrasings: Phrasing[] }>

/** What a correction learned: other ways to put its question, and questions that it must not be found for. */
export function Phrasings({
  correctionId,
  loaded: { value, error, reload },
}: {
  correctionId: string
  loaded: LoadedPhrasings
}) {
  if (error) return <ErrorMessage reload={reload}>{error}</ErrorMessage>
  if (!value) return <p className="h-8" aria-busy="true" />
  const part = (right: boolean) => value.phrasings.filter((phrasing) => phrasing.right === right)
  return (
    <div className="flex flex-col gap-3">
      <Part
        title={texts.teaching.alsoAnswers}
        none={texts.teaching.nothingLearnedYetA}
        phrasings={part(true)}
        correctionId={correctionId}
        reload={reload}
      />
      <Part
        title={texts.teaching.doesNotAnswer}
        none={texts.teaching.nothingYetAVisitors}
        phrasings={part(false)}
        correctionId={correctionId}
        reload={reload}
      />
      <Write correctionId={correctionId} reload={reload} />
    </div>
  )
}

interface PartProps {
  title: string
  none: string
  phrasings: Phrasing[]
  correctionId: string
  reload: () => void
}

function Part({ title, none, phrasings, ...rest }: PartProps) {
  return (
    <section aria-label={title}>
      <h3 className="font-semibold">{title}</h3>
      {phrasings.length ? (
        <ul className="flex flex-col">
          {phrasings.map((phrasing) => (
            <Row key={phrasing.id} phrasing={phrasing} {...rest} />
          ))}
        </ul>
      ) : (
        <p className="text-faint">{none}</p>
      )}
    </section>
  )
}

function Row({ phrasing, correctionId, reload }: { phrasing: Phrasing; correctionId: string; reload: () => void }) {
  const { text, right, removedAt } = phrasing
  const change = (body: { removed?: boolean; right?: boolean }) =>
    changePhrasing(correctionId, phrasing, body, reload)
  return (
    <li className="flex items-baseline gap-2.5 py-0.5">
      <span className={`min-w-0 flex-1 wrap-break-word ${removedAt ? 'text-faint line-through' : ''}`}>{text}</span>
      <From phrasing={phrasing} />
      {removedAt ? (
        <button
          type="button"
          className={act}
          aria-label={texts.teaching.putBackText(text)}
          onClick={() => void change({ removed: false })}
        >
          {texts.teaching.putBack}
        </button>
      ) : (
        <>
          {!phrasing.by && (
            <button
              type="button"
              className={act}
              aria-label={`${texts.teaching.counts}: ${text}`}
              onClick={() => void change({ right })}
            >
              {texts.teaching.counts}
            </button>
          )}
          <button
            type="button"
            className={act}
            aria-label={`${right ? texts.teaching.wrongMatch : texts.teaching.rightMatch}: ${text}`}
            onClick={() => void change({ right: !right })}
          >
            {right ? texts.teaching.wrongMatch : texts.teaching.rightMatch}
          </button>
          <button
            type="button"
            className={act}
            aria-label={texts.teaching.removeText(text)}
            onClick={() => void change({ removed: true })}
          >
            {texts.teaching.remove}
          </button>
        </>
      )}
    </li>
  )
}

function whoSaid({ origin, by, right }: Phrasing): string {
  if (origin === 'visitor') return texts.teaching.aVisitorsYes(!!right)
  if (origin === 'vote') return texts.teaching.aThumbUp(!!right)
  return by?.name ?? texts.teaching.anOperator
}

function From({ phrasing }: { phrasing: Phrasing }) {
  const { conversationId, messageId, at } = phrasing
  const said = `${whoSaid(phrasing)}, ${dayOrTime(at)}`
  if (!conversationId)
    return (
      <span className="shrink-0 text-soft" title={fullTime(at)}>
        {said}
      </span>
    )
  return (
    <Link
      to="/inbox/live/$id"
      params={{ id: conversationId }}
      hash={messageId ? `m-${messageId}` : ''}
      title={fullTime(at)}
      className="shrink-0 rounded-sm text-soft underline underline-offset-2 hover:text-ink"
    >
      {said}
    </Link>
  )
}

/** Holds at once; undoing it changes it back. */
async function changePhrasing(
  correctionId: string,
  phrasing: Phrasing,
  body: { removed?: boolean; right?: boolean },
  reload: () => void,
): Promise<void> {
  const patch = (body: { removed?: boolean; right?: boolean }) =>
    call('PATCH /api/corrections/:id/phrasings/:phrasingId', {
      params: { id: correctionId, phrasingId: phrasing.id },
      body,
    }).then(reload)
  const failed = (problem: unknown) => showToast(texts.teaching.thePhrasingWasNot(messageOf(problem)))
  try {
    await patch(body)
  } catch (problem) {
    return failed(problem)
  }
  const before = {
    ...(body.removed !== undefined && { removed: !body.removed }),
    ...(body.right !== undefined && { right: !body.right }),
  }
  const says =
    body.right === undefined
      ? texts.teaching[body.removed ? 'removedItCountsFor' : 'putBack2']
      : texts.teaching[body.right ? 'itAnswersThisQuestion' : 'itDoesNotAnswer']
  runUnlessUndone(
    says,
    () => {},
    () => void patch(before).catch(failed),
  )
}

function Write({ correctionId, reload }: { correctionId: string; reload: () => void }) {
  const [text, setText] = useState('')
  const [error, setError] = useState<string | null>(null)
  const add = async () => {
    try {
      await call('POST /api/corrections/:id/phrasings', {
        params: { id: correctionId },
        body: { id: newId(), right: true, text },
      })
      setText('')
      setError(null)
      reload()
    } catch (problem) {
      setError(messageOf(problem))
    }
  }
  return (
    <form
      className="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        void add()
      }}
    >
      <div className="min-w-0 flex-1">
        <Field
          label={texts.teaching.anotherWayToAsk}
          value={text}
          error={error}
          maxLength={300}
          onChange={(event) => setText(event.target.value)}
          hint={texts.teaching.inGeneralWords}
        />
        <Warning text={text} known={[]} asked={null} />
      </div>
      <Button type="submit" disabled={!text.trim()} className="h-9">
        {texts.teaching.add}
      </Button>
    </form>
  )
}
