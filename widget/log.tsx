import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { Bubble, Dots, DraftBubble, UnsentBubble } from './bubble.tsx'
import { texts } from './texts.ts'
import { useStore } from './use.ts'
import type { Visit } from './visit.ts'

/** Everything said, the newest below. Stays at the end while the reader is at the end. */
export function Log({ visit }: { visit: Visit }) {
  const { agent, earlier, current, passing, phase } = useStore(visit.view)
  const unsent = useStore(visit.outbox.items)
  const box = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  useLayoutEffect(() => { if (atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight })
  useEffect(() => {
    const resized = new ResizeObserver(() => { if (atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight })
    resized.observe(box.current!)
    return () => resized.disconnect()
  }, [])
  const watch = () => {
    const { scrollTop, scrollHeight, clientHeight } = box.current!
    atEnd.current = scrollHeight - scrollTop - clientHeight < 40
  }

  const messages = current?.messages ?? []
  const pending = unsent.filter(({ id }) => !messages.some((message) => message.id === id))
  const name = agent?.name ?? texts.aiAssistant
  return (
    <div class="log" ref={box} onScroll={watch} tabIndex={0} role="log" aria-live="polite" aria-relevant="additions" aria-label={texts.log}>
      {phase === 'failed' && <p class="line">{texts.failed} <button type="button" class="link" onClick={() => visit.retry()}>{texts.reload}</button></p>}
      {earlier && earlier.messages.length > 0 && (
        <section class="earlier" aria-label={texts.earlier}>
          {earlier.messages.map((message) => <Bubble key={message.id} message={message} />)}
          <p class="divider"><time dateTime={new Date(earlier.conversation.openedAt).toISOString()}>{new Date(earlier.conversation.completedAt ?? earlier.conversation.openedAt).toLocaleDateString()}</time></p>
        </section>
      )}
      {agent?.greeting && <div class="said ai"><div class="bubble"><p>{agent.greeting}</p></div></div>}
      {messages.map((message) => <Bubble key={message.id} message={message} />)}
      {pending.map((item) => <UnsentBubble key={item.id} item={item} visit={visit} />)}
      {passing.draft && <DraftBubble text={passing.draft.text} name={name} />}
      {passing.typing?.who === 'operator' && <Dots label={texts.writing(passing.typing.name ?? texts.person)} />}
      {current?.conversation.status === 'completed' && <p class="line">{texts.ended}</p>}
      {!messages.length && !pending.length && agent && <Suggestions visit={visit} questions={agent.suggestions} />}
    </div>
  )
}

function Suggestions({ visit, questions }: { visit: Visit; questions: string[] }) {
  if (!questions.length) return null
  return (
    <ul class="suggestions" aria-label={texts.suggestions}>
      {questions.map((question) => <li key={question}><button type="button" onClick={() => visit.send(question)}>{question}</button></li>)}
    </ul>
  )
}
