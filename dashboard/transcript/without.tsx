import { useState } from 'react'
import type { RouteReply } from '../../protocol/api.ts'
import type { TaughtChange } from '../../protocol/teaching/replay.ts'
import { call, messageOf } from '../session/session.ts'
import { texts } from '../texts.ts'

type Replay = RouteReply<'POST /api/conversations/:id/messages/:messageId/replay'>
type Removed = Extract<TaughtChange, { kind: 'without' }>

/** An AI message that was posted. */
export interface Posted {
  conversationId: string
  messageId: string
}

const kinds: Record<string, Removed['of']> = {
  lesson: 'lesson',
  correction: 'correction',
  guidance: 'guidance',
  doc: 'doc',
  passage: 'article',
}

/** What the message would say if this part of its prompt were not there; nothing for what nobody taught. */
export function Without({ posted, kind, id }: { posted: Posted; kind: string; id: string | null }) {
  const [state, setState] = useState<{ busy: boolean; replay: Replay | null; problem: string | null }>(closed)
  const of = kinds[kind]
  if (!of || id === null) return null
  const look = async () => {
    setState({ ...closed, busy: true })
    try {
      const replay = await call('POST /api/conversations/:id/messages/:messageId/replay', {
        params: { id: posted.conversationId, messageId: posted.messageId },
        body: { changes: [{ kind: 'without', of, id }] },
      })
      setState({ ...closed, replay })
    } catch (error) {
      setState({ ...closed, problem: messageOf(error) })
    }
  }
  return (
    <>
      <button
        type="button"
        aria-expanded={state.replay !== null}
        aria-busy={state.busy}
        onClick={() => (state.replay ? setState(closed) : void look())}
        className="ms-2 rounded-sm text-xs text-soft underline underline-offset-2 hover:text-ink"
      >
        {texts.transcript.withoutThis}
      </button>
      {state.problem && (
        <p role="alert" className="text-xs text-bad">
          {state.problem}
        </p>
      )}
      {state.replay && <Shown replay={state.replay} />}
    </>
  )
}

const closed = { busy: false, replay: null, problem: null }

function Shown({ replay: { now, changed, promptChanges, since } }: { replay: Replay }) {
  return (
    <section
      aria-label={texts.transcript.withoutThis}
      className="my-1 flex flex-col gap-1 rounded-md bg-sunken px-2.5 py-2 text-base text-ink"
    >
      {!now || !changed ? (
        <p>{texts.transcript[promptChanges ? 'otherPrompt' : 'samePrompt']}</p>
      ) : (
        <>
          <Said words={changed} before={now} />
          {now.distance !== 'same' && (
            <p className="text-xs text-soft">{texts.transcript.changedSince(since.join(', '))}</p>
          )}
        </>
      )}
    </section>
  )
}

/** Compared with what it would say today with everything in place: what else has changed since is no effect of this. */
function Said({ words, before }: { words: NonNullable<Replay['changed']>; before: NonNullable<Replay['now']> }) {
  if (words.text === before.text) return <p>{texts.transcript.sameWithoutThis}</p>
  return (
    <>
      <p className="font-medium">{texts.transcript.itWouldSay}</p>
      <p className="wrap-break-word whitespace-pre-wrap">{words.text}</p>
      {words.human && !before.human && <p className="text-xs text-soft">{texts.transcript.wouldCallAPerson}</p>}
    </>
  )
}
