import { Ear, RotateCcw, X } from 'lucide-react'
import { useState } from 'react'
import type { Agent } from '../../protocol/entities.ts'
import { Button, IconButton } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { CorrectDialog } from '../teaching/correct.tsx'
import { LessonDialog } from '../teaching/lesson-form.tsx'
import type { Reached } from '../teaching/scope.tsx'
import { showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'
import { SeenLayers } from '../transcript/why.tsx'
import { Line } from './line.tsx'
import { OneRound } from './round.tsx'
import { useRounds, type Answer, type Round } from './rounds.ts'

type Doing =
  | { kind: 'correct'; round: Round; answer: Answer }
  | { kind: 'why'; answer: Answer }
  | { kind: 'lesson'; text: string }
  | null

const saved = () => showToast(texts.training.savedTryAgainTo)

/** The conversation, and beside it what one teaches. */
export function Sandbox({ agent, reached }: { agent: Agent; reached: Reached }) {
  const { rounds, waiting, ask, reload, whisper, unwhisper, clear } = useRounds(
    agent.id,
    reached.contact?.id ?? null,
  )
  const [doing, setDoing] = useState<Doing>(null)
  const done = () => setDoing(null)
  const busy = rounds.at(-1)?.busy ?? false
  const narrow: Reached = { ...reached, scope: reached.contact ? 'customer' : 'everyone' }
  return (
    <>
      <section aria-label={texts.training.practiceConversation} className="flex flex-col gap-4">
        {rounds.map((round, place) => (
          <OneRound
            key={round.id}
            round={round}
            agent={agent.name}
            last={place === rounds.length - 1}
            onAgain={reload}
            onCorrect={(answer) => setDoing({ kind: 'correct', round, answer })}
            onWhy={(answer) => setDoing({ kind: 'why', answer })}
          />
        ))}
        {!rounds.length && <p className="py-6 text-center text-faint">{agent.greeting}</p>}
      </section>
      <Line
        label={texts.training.askAsTheVisitor}
        placeholder={texts.training.writeWhatAVisitor}
        button={texts.training.ask}
        busy={busy}
        onSend={ask}
      />
      <div className="flex flex-col gap-2 rounded-md border border-whisper-line bg-whisper p-3">
        <p className="flex items-center gap-2 text-xs font-medium text-whisper-ink">
          <Ear size={13} aria-hidden />
          {texts.training.inboxTrainingForThe}
        </p>
        <ul aria-label={texts.training.whispersThatWait} className="flex flex-col gap-1 empty:hidden">
          {waiting.map(({ id, text }) => (
            <li key={id} className="flex items-center gap-2 text-whisper-ink">
              <span className="min-w-0 flex-1 wrap-break-word">{text}</span>
              <Button
                size="small"
                look="quiet"
                className="text-whisper-ink!"
                onClick={() => setDoing({ kind: 'lesson', text })}
              >
                {texts.training.keepAsALesson}
              </Button>
              <IconButton label={texts.training.takeBack} size="tiny" onClick={() => unwhisper(id)}>
                <X size={13} aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
        <Line
          label={texts.training.inboxTraining}
          placeholder={texts.training.tellTheAiWhat}
          button={texts.training.whisper}
          look="whisper"
          onSend={whisper}
        />
      </div>
      <p className="flex justify-end gap-2">
        <Button look="quiet" onClick={() => setDoing({ kind: 'lesson', text: '' })}>
          {texts.training.addLesson}
        </Button>
        <Button look="quiet" disabled={!rounds.length} onClick={clear}>
          <RotateCcw size={14} aria-hidden />
          {texts.training.startOver}
        </Button>
      </p>
      {doing?.kind === 'correct' && (
        <CorrectDialog
          wrong={{ said: doing.answer.text, question: doing.round.question, reached, place: null }}
          correction={null}
          onClose={done}
          onSaved={saved}
        />
      )}
      {doing?.kind === 'lesson' && (
        <LessonDialog
          lesson={null}
          title={texts.training.newLesson}
          text={doing.text}
          reached={narrow}
          onClose={done}
          onSaved={saved}
        />
      )}
      <Dialog open={doing?.kind === 'why'} onClose={done} title={texts.training.whatTheAiSaw} place="end">
        {doing?.kind === 'why' && <SeenLayers layers={doing.answer.layers} onGo={done} />}
      </Dialog>
    </>
  )
}
