import { Ear, RotateCw } from 'lucide-react'
import { Button } from '../components/button.tsx'
import { ErrorMessage } from '../components/empty.tsx'
import { texts } from '../texts.ts'
import { Markdown } from '../transcript/markdown.tsx'
import { Sources } from '../transcript/message.tsx'
import type { Answer, Round } from './rounds.ts'

interface RoundProps {
  round: Round
  agent: string
  last: boolean
  onAgain: () => void
  onCorrect: (answer: Answer) => void
  onWhy: (answer: Answer) => void
}

/** A question and how it was answered: once, or before and after something was taught. */
export function OneRound({
  round: { question, whispers, answers, busy, problem },
  agent,
  last,
  onAgain,
  onCorrect,
  onWhy,
}: RoundProps) {
  const [before, now] = answers.length > 1 ? [answers.at(-2), answers.at(-1)] : [undefined, answers.at(-1)]
  return (
    <article className="flex flex-col gap-2">
      <p className="max-w-xl self-end rounded-md bg-sunken px-3 py-1.5 text-md wrap-break-word whitespace-pre-wrap">
        {question}
      </p>
      {whispers.map(({ id, text }) => (
        <p key={id} className="flex items-center gap-1.5 self-end text-xs text-whisper-ink">
          <Ear size={12} aria-hidden /> {text}
        </p>
      ))}
      <div className={before ? 'grid gap-3 md:grid-cols-2' : ''}>
        {before && <Said title={texts.training.before} answer={before} quiet />}
        {now && (
          <Said title={before ? texts.training.now : agent} answer={now} onCorrect={onCorrect} onWhy={onWhy} />
        )}
      </div>
      {busy && (
        <p role="status" className="text-faint">
          {texts.training.isWriting(agent)}
        </p>
      )}
      {problem && <ErrorMessage reload={onAgain}>{problem}</ErrorMessage>}
      {last && now && (
        <p>
          <Button size="small" disabled={busy} onClick={onAgain}>
            <RotateCw size={13} aria-hidden />
            {texts.training.tryAgain}
          </Button>
        </p>
      )}
    </article>
  )
}

interface SaidProps {
  title: string
  answer: Answer
  quiet?: boolean
  onCorrect?: (answer: Answer) => void
  onWhy?: (answer: Answer) => void
}

function Said({ title, answer, quiet = false, onCorrect, onWhy }: SaidProps) {
  const act = 'min-h-6 rounded-sm text-xs text-faint underline-offset-2 hover:text-accent-text hover:underline'
  return (
    <section
      aria-label={title}
      className={`min-w-0 rounded-md border px-3 py-2 ${quiet ? 'border-line text-soft' : 'border-line-strong'}`}
    >
      <h2 className="text-xs font-medium text-faint">{title}</h2>
      <div className="text-md">
        <Markdown text={answer.text} />
      </div>
      <Sources sources={answer.sources} />
      {answer.human && <p className="text-xs text-warn">{texts.training.aPersonWouldBe(answer.human)}</p>}
      {onCorrect && onWhy && (
        <p className="flex gap-3">
          <button type="button" className={act} onClick={() => onCorrect(answer)}>
            {texts.training.addCorrection}
          </button>
          <button type="button" className={act} onClick={() => onWhy(answer)}>
            {texts.training.why}
          </button>
        </p>
      )}
    </section>
  )
}
