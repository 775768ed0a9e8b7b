import { startOf } from '../../protocol/cut.ts'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Gap } from '../../protocol/knowledge/gaps.ts'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { Empty, ErrorMessage } from '../components/empty.tsx'
import { Age } from '../components/time.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { Page } from '../shell/screen.tsx'
import { runUnlessUndone, showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'
import { Bars } from './bars.tsx'

/** What visitors ask and nothing answers well. */
export function GapsScreen() {
  const [state, setState] = useState<'open' | 'closed'>('open')
  const { value, error, reload } = useLoad(state, () => call('GET /api/gaps', { query: { state } }))
  const [leaving, setLeaving] = useState<ReadonlySet<string>>(new Set())
  const [all, setAll] = useState(false)
  const left = value?.gaps.filter(({ id }) => !leaving.has(id))
  // What one person asked once may never be asked again; from the second asker on it is missing.
  const isShown = ({ askers, reasons }: Gap) =>
    all || state === 'closed' || askers > 1 || reasons.corrected + reasons.thumbed_down > 0
  const gaps = left?.filter(isShown)
  const once = left?.filter((gap) => !isShown(gap)).length ?? 0

  const dismiss = ({ id, question }: Gap) => {
    const back = () => setLeaving((before) => new Set([...before].filter((each) => each !== id)))
    setLeaving((before) => new Set(before).add(id))
    runUnlessUndone(
      texts.gaps.dismissedQuestion(startOf(question, 60)),
      () =>
        void call('POST /api/gaps/:id/dismissal', { params: { id }, keepalive: true }).then(reload, (problem) => {
          back()
          showToast(messageOf(problem))
        }),
      back,
    )
  }
  const reopen = async ({ id }: Gap) => {
    await call('DELETE /api/gaps/:id/dismissal', { params: { id } }).catch((problem) =>
      showToast(messageOf(problem)),
    )
    reload()
  }

  return (
    <Page
      name={texts.gaps.gaps}
      action={
        <>
          {state === 'open' && (all || once > 0) && (
            <Button size="small" look="quiet" aria-pressed={all} onClick={() => setAll(!all)}>
              {all ? texts.gaps.hideAskedOnce : texts.gaps.showAskedOnce(once)}
            </Button>
          )}
          {all && gaps && gaps.length > 1 && (
            <Button
              size="small"
              look="quiet"
              onClick={() => gaps.filter(({ askers }) => askers < 2).forEach(dismiss)}
            >
              {texts.gaps.dismissAskedOnce}
            </Button>
          )}
          <Button
            size="small"
            aria-pressed={state === 'closed'}
            onClick={() => setState(state === 'open' ? 'closed' : 'open')}
          >
            {state === 'open' ? texts.gaps.showClosed : texts.gaps.showOpen}
          </Button>
        </>
      }
    >
      {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
      {gaps &&
        (gaps.length ? (
          <ul aria-label={texts.gaps.gaps} className="border-t border-line">
            {gaps.map((gap) => (
              <GapRow key={gap.id} gap={gap} onDismiss={() => dismiss(gap)} onReopen={() => void reopen(gap)} />
            ))}
          </ul>
        ) : (
          <div className="flex h-full">
            <Empty title={state === 'open' ? texts.gaps.nothingIsMissing : texts.gaps.noGapWasClosed}>
              <p>{texts.gaps.questionsThatTheAi}</p>
            </Empty>
          </div>
        ))}
    </Page>
  )
}

const reasonNames = { unanswered: 'unsure', thumbed_down: texts.gaps.thumbedDown, corrected: 'corrected' }

function GapRow({ gap, onDismiss, onReopen }: { gap: Gap; onDismiss: () => void; onReopen: () => void }) {
  const navigate = useNavigate()
  const latest = gap.examples[0]
  const reasons = Object.entries(gap.reasons)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${count} ${reasonNames[reason as keyof typeof reasonNames]}`)
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 border-b border-line px-4 py-3">
      <span className="w-10 shrink-0 text-lg leading-tight font-semibold tabular-nums">{gap.count}</span>
      <div className="min-w-60 flex-1">
        <h2 className="font-medium">{gap.question}</h2>
        <p className="text-xs text-soft">
          {texts.gaps.last(reasons.join(' · '))} <Age since={gap.changedAt} />
          {gap.reopenedAt !== null && !gap.ending && texts.gaps.answeredBeforeNotAny}
        </p>
        <ul className="mt-1 flex flex-col gap-0.5">
          {gap.examples
            .filter(({ question }, index) => index > 0 || question !== gap.question)
            .slice(0, 3)
            .map(({ conversationId, messageId, question }) => (
              <li key={messageId} className="truncate text-xs">
                <Link
                  to="/inbox/live/$id"
                  params={{ id: conversationId }}
                  className="rounded-sm text-accent-text underline underline-offset-2"
                >
                  {question}
                </Link>
              </li>
            ))}
        </ul>
      </div>
      <Bars values={gap.trend} label={texts.gaps.questionsADayLast} />
      {gap.ending ? (
        <span className="flex items-center gap-2">
          <Badge tone={gap.ending.how === 'answered' ? 'good' : 'plain'}>
            {gap.ending.how === 'answered' ? texts.gaps.answeredSince : texts.gaps.dismissed}
          </Badge>
          {gap.ending.how === 'dismissed' && (
            <Button size="small" onClick={onReopen}>
              {texts.gaps.openAgain}
            </Button>
          )}
        </span>
      ) : (
        <span className="flex flex-wrap items-center gap-2">
          <Button
            size="small"
            look="quiet"
            onClick={() => void navigate({ to: '/knowledge', search: { write: gap.question } })}
          >
            {texts.gaps.writeArticle}
          </Button>
          {latest && (
            <Button
              size="small"
              onClick={() =>
                void navigate({
                  to: '/inbox/live/$id',
                  params: { id: latest.conversationId },
                  hash: latest.messageId,
                })
              }
            >
              {texts.gaps.correct}
            </Button>
          )}
          <Button size="small" look="quiet" onClick={onDismiss}>
            {texts.gaps.dismiss}
          </Button>
        </span>
      )}
    </li>
  )
}
