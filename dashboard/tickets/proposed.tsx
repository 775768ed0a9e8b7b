import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { LearnedAnswer } from '../../protocol/tickets/shapes.ts'
import { Button } from '../components/button.tsx'
import { Empty, ErrorMessage } from '../components/empty.tsx'
import { Area, Field } from '../components/field.tsx'
import { Age } from '../components/time.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { Page } from '../shell/screen.tsx'
import { runUnlessUndone, showToast } from '../components/toast.tsx'
import { Warning } from '../teaching/warning.tsx'
import { texts } from '../texts.ts'

/** What people answered on tickets that were then resolved: an operator makes an article of it, or not. */
export function ProposedScreen() {
  const { value, error, reload } = useLoad('proposed', () => call('GET /api/learned-answers'))
  const [leaving, setLeaving] = useState<ReadonlySet<string>>(new Set())
  const answers = value?.answers.filter(({ id }) => !leaving.has(id))
  const dismiss = ({ id, question }: LearnedAnswer) => {
    const back = () => setLeaving((before) => new Set([...before].filter((each) => each !== id)))
    setLeaving((before) => new Set(before).add(id))
    const act = () =>
      void call('POST /api/learned-answers/:id/dismissal', { params: { id }, keepalive: true }).then(
        reload,
        (problem) => {
          back()
          showToast(messageOf(problem))
        },
      )
    runUnlessUndone(texts.tickets.dismissed(question.slice(0, 60)), act, back)
  }
  return (
    <Page name={texts.tickets.proposed}>
      {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
      {answers && !answers.length && (
        <div className="flex h-full">
          <Empty title={texts.tickets.nothingIsProposed}>
            <p>{texts.tickets.whenATicketThat}</p>
          </Empty>
        </div>
      )}
      {answers && answers.length > 0 && (
        <ul aria-label={texts.tickets.proposedAnswers} className="border-t border-line">
          {answers.map((answer) => (
            <Proposal key={answer.id} answer={answer} onDismiss={() => dismiss(answer)} onDone={reload} />
          ))}
        </ul>
      )}
    </Page>
  )
}

function Proposal({
  answer,
  onDismiss,
  onDone,
}: {
  answer: LearnedAnswer
  onDismiss: () => void
  onDone: () => void
}) {
  const [question, setQuestion] = useState(answer.question)
  const [text, setText] = useState(answer.answer)
  const accept = () =>
    void call('POST /api/learned-answers/:id/acceptance', {
      params: { id: answer.id },
      body: { question, answer: text },
    }).then(
      () => {
        showToast(texts.tickets.nowAnArticleThe)
        onDone()
      },
      (error) => {
        showToast(messageOf(error))
        onDone()
      },
    )
  return (
    <li className="flex max-w-3xl flex-col gap-2 border-b border-line px-4 py-4">
      <p className="text-xs text-soft">
        {texts.tickets.from}{' '}
        <Link
          to="/tickets/$id"
          params={{ id: answer.conversationId }}
          className="rounded-sm text-accent-text underline underline-offset-2"
        >
          {texts.tickets.ticketNumber(answer.ticket.number)}
        </Link>
        , <Age since={answer.at} /> {texts.tickets.agoTakeOutWhat}
      </p>
      <Field
        label={texts.tickets.question}
        value={question}
        maxLength={200}
        onChange={(event) => setQuestion(event.target.value)}
      />
      <Warning text={question} known={[]} asked={null} />
      <Area label={texts.tickets.answer} rows={4} value={text} onChange={(event) => setText(event.target.value)} />
      <div className="flex gap-2">
        <Button look="solid" size="small" onClick={accept} disabled={!question.trim() || !text.trim()}>
          {texts.tickets.accept}
        </Button>
        <Button look="quiet" size="small" onClick={onDismiss}>
          {texts.tickets.dismiss}
        </Button>
      </div>
    </li>
  )
}
