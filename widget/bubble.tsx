import type { Message } from '../protocol/entities.ts'
import { LinkIcon } from './icons.tsx'
import { Markdown, safeUrl } from './markdown.tsx'
import type { Unsent } from './outbox.ts'
import { texts } from './texts.ts'
import type { Visit } from './visit.ts'

/** One thing that somebody said, or a line of the server's own. */
export function Bubble({ message }: { message: Message }) {
  if (message.from === 'system') return <p class="line">{message.text}</p>
  const mine = message.from === 'visitor'
  return (
    <div class={`said ${message.from}`}>
      {message.from === 'operator' && message.author && <span class="author">{message.author.name}</span>}
      <div class="bubble" title={new Date(message.at).toLocaleString()}>{mine ? <p>{message.text}</p> : <Markdown text={message.text} />}</div>
      <Sources sources={message.sources} />
    </div>
  )
}

function Sources({ sources }: Pick<Message, 'sources'>) {
  if (!sources.length) return null
  return (
    <ul class="sources" aria-label={texts.sources}>
      {sources.map(({ id, title, url }) => {
        const safe = url && safeUrl(url)
        return <li key={id}>{safe ? <a href={safe} target="_blank" rel="noopener noreferrer">{title}<LinkIcon /></a> : <span>{title}</span>}</li>
      })}
    </ul>
  )
}

export function UnsentBubble({ item, visit }: { item: Unsent; visit: Visit }) {
  return (
    <div class="said visitor unsent">
      <div class="bubble"><p>{item.text}</p></div>
      {item.state === 'sending' && <span class="fate">{texts.sending}</span>}
      {item.state !== 'sending' && (
        <span class="fate bad" role="status">
          {item.state === 'waiting' ? texts.unsent : `${texts.refused} ${item.why ?? ''}`}{' '}
          <button type="button" onClick={() => void visit.outbox.flush(true)}>{texts.retry}</button>
          {item.state === 'refused' && <button type="button" onClick={() => visit.outbox.discard(item.id)}>{texts.discard}</button>}
        </span>
      )}
    </div>
  )
}

/** The reply that is being written. Screen readers hear the finished message once, from the log, and not each word. */
export function DraftBubble({ text, name }: { text: string; name: string }) {
  if (!text) return <Dots label={texts.thinking(name)} />
  return <div class="said ai draft" aria-hidden="true"><div class="bubble"><Markdown text={text} /></div></div>
}

export function Dots({ label }: { label: string }) {
  return <div class="said"><div class="bubble dots" role="img" aria-label={label}><i /><i /><i /></div></div>
}
