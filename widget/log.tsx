import type { Message, VisitorTranscript } from '../protocol/entities.ts'
import { Bubble, Dots, DraftBubble, Mine } from './bubble.tsx'
import { ArrowDownIcon } from './icons.tsx'
import { useStick } from './stick.ts'
import { tapsFor } from './taps.ts'
import { language, texts } from './texts.ts'
import { useStore } from './use.ts'
import { hasMessage, isPersons } from './view.ts'
import type { Visit } from './visit.ts'

/** Everything said, the newest below. */
export function Log({ visit, refocus }: { visit: Visit; refocus: () => void }) {
  const { agent, earlier, current, passing, phase } = useStore(visit.thread.view)
  const messages = current?.messages ?? []
  const last = messages.at(-1)
  const unsent = useStore(visit.outbox.items).filter(
    ({ id }) => !hasMessage(current, id) && !hasMessage(earlier, id),
  )
  const online = useStore(visit.online)
  const { boxRef, onScroll, newer, toEnd } = useStick(last?.seq ?? 0, unsent.length)
  const name = agent?.name ?? texts.aiAssistant
  const mayTap = last?.from === 'ai' && visit.thread.liveId && !unsent.length && !passing.draft
  return (
    <div class="middle">
      <div
        class="log"
        ref={boxRef}
        onScroll={onScroll}
        tabIndex={0}
        role="log"
        aria-live="polite"
        aria-relevant="additions"
        aria-label={texts.log}
      >
        {phase === 'failed' && (
          <p class="line">
            {texts.failed}{' '}
            <button
              type="button"
              class="plain"
              onClick={() => {
                refocus()
                void visit.show()
              }}
            >
              {texts.retry}
            </button>
          </p>
        )}
        {earlier && earlier.messages.length > 0 && <Earlier visit={visit} transcript={earlier} agentName={name} />}
        <Older visit={visit} transcript={current} />
        {agent?.greeting && !current?.stretch.from && !isPersons(current) && (
          <div class="said ai">
            <div class="bubble">
              <p>{agent.greeting}</p>
            </div>
          </div>
        )}
        {[
          ...bubblesOf(visit, current, name),
          ...unsent.map((item) => (
            <Mine
              key={item.id}
              text={item.text}
              unsent={item}
              quiet={!online && item.state !== 'refused'}
              outbox={visit.outbox}
              refocus={refocus}
            />
          )),
        ]}
        {passing.draft && <DraftBubble text={passing.draft.text} name={name} />}
        {passing.typing?.who === 'operator' && <Dots label={texts.writing(passing.typing.name ?? texts.person)} />}
        {phase === 'shut' && <p class="line">{texts.shutOut}</p>}
        {phase !== 'shut' && current?.conversation.status === 'completed' && (
          <p class="line">
            {isPersons(current) ? (
              <button type="button" class="plain" onClick={() => void visit.thread.askAssistant()}>
                {texts.askAssistant}
              </button>
            ) : (
              texts.ended
            )}
          </p>
        )}
        {phase === 'ready' && !messages.length && !unsent.length && (
          <Suggestions
            visit={visit}
            label={texts.suggestions}
            questions={agent?.suggestions ?? []}
            refocus={refocus}
          />
        )}
        {mayTap && (
          <Suggestions visit={visit} label={texts.replies} questions={tapsFor(last.text)} refocus={refocus} />
        )}
      </div>
      {newer && (
        <button
          type="button"
          class="newer"
          onClick={() => {
            toEnd()
            refocus()
          }}
        >
          <ArrowDownIcon />
          {texts.newer}
        </button>
      )}
    </div>
  )
}

function bubblesOf(visit: Visit, transcript: VisitorTranscript | null, agentName: string) {
  if (!transcript) return []
  const { messages, votes, conversation } = transcript
  const seen = messages.findLast(({ from, seq }) => from === 'visitor' && seq <= (conversation.seen?.operator ?? 0))
  return messages.map((message, index) =>
    message.from === 'visitor' ? (
      <Mine key={message.id} text={message.text} at={message.at} seen={message === seen} />
    ) : (
      <Bubble
        key={message.id}
        message={message}
        author={authorOf(messages, index, agentName)}
        isLast={index === messages.length - 1}
        vote={votes.find(({ messageId }) => messageId === message.id)?.vote ?? null}
        onVote={(vote) => visit.rate(transcript, message.id, vote)}
      />
    ),
  )
}

/** Named where the speaker changes: once a person has spoken, the AI is told apart from them too. */
function authorOf(messages: Message[], index: number, agentName: string): string | null {
  const message = messages[index]!
  const speaker = ({ from, author }: Message) => {
    if (from !== 'operator') return `${agentName} · ${texts.ai}`
    return author ? texts.personNamed(author.name) : texts.person
  }
  const before = messages.slice(0, index).findLast(({ from }) => from === 'ai' || from === 'operator')
  if (message.from === 'system' || (before ? speaker(before) === speaker(message) : message.from === 'ai'))
    return null
  return speaker(message)
}

function Earlier({
  visit,
  transcript,
  agentName,
}: {
  visit: Visit
  transcript: VisitorTranscript
  agentName: string
}) {
  const { conversation } = transcript
  const ended = new Date(conversation.completedAt ?? conversation.openedAt)
  const date = ended.toLocaleDateString(language, { day: 'numeric', month: 'long', year: 'numeric' })
  return (
    <section class="earlier" aria-label={texts.earlier}>
      <Older visit={visit} transcript={transcript} />
      {bubblesOf(visit, transcript, agentName)}
      <p class="divider">
        <time dateTime={ended.toISOString()}>{texts.earlierOn(date)}</time>
      </p>
    </section>
  )
}

function Older({ visit, transcript }: { visit: Visit; transcript: VisitorTranscript | null }) {
  if (!transcript?.stretch.from) return null
  const { id } = transcript.conversation
  return (
    <p class="line">
      <button type="button" class="plain" onClick={(event) => visit.thread.older(id, event.currentTarget)}>
        {texts.older}
      </button>
    </p>
  )
}

function Suggestions({
  visit,
  label,
  questions,
  refocus,
}: {
  visit: Visit
  label: string
  questions: string[]
  refocus: () => void
}) {
  if (!questions.length) return null
  return (
    <ul class="suggestions" aria-label={label}>
      {questions.map((question) => (
        <li key={question}>
          <button
            type="button"
            dir="auto"
            onClick={() => {
              refocus()
              visit.send(question)
            }}
          >
            {question}
          </button>
        </li>
      ))}
    </ul>
  )
}
