import type { Message } from '../protocol/entities.ts'
import type { Vote } from '../protocol/review/shapes.ts'
import { LinkIcon, ThumbIcon } from './icons.tsx'
import { safeUrl } from '../protocol/addresses.ts'
import { Markdown, Typed } from './markdown.tsx'
import type { Outbox, Unsent } from './outbox.ts'
import { language, texts } from './texts.ts'

const timeOf = (at: number) => new Date(at).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' })

/** One thing that somebody else said, or a line of the server's own. */
export function Bubble({
  message,
  author,
  vote,
  isLast,
  onVote,
}: {
  message: Message
  author: string | null
  vote: Vote | null
  isLast: boolean
  onVote: (vote: Vote | null) => void
}) {
  if (message.withdrawnAt || (message.from === 'system' && !message.corrects))
    return (
      <p class="line" dir="auto">
        {message.text || texts.takenBack}
      </p>
    )
  return (
    <div class={`said ${message.corrects ? 'ai' : message.from}`}>
      {author && (
        <span class="author" dir="auto">
          {author}
        </span>
      )}
      <div class="bubble" title={timeOf(message.at)}>
        {message.from === 'ai' ? <Markdown text={message.text} /> : <Typed text={message.text} />}
      </div>
      {message.editedAt && <span class="fate">{texts.edited}</span>}
      <Sources sources={message.sources} />
      {message.from === 'ai' && <Votes vote={vote} asks={isLast && !vote} onVote={onVote} />}
    </div>
  )
}

/** Pressing the pressed one takes the vote back, but the second half of a double click does not. */
function Votes({ vote, asks, onVote }: { vote: Vote | null; asks: boolean; onVote: (vote: Vote | null) => void }) {
  return (
    <div class="votes">
      {asks && <span class="fate asks">{texts.helped}</span>}
      {(['up', 'down'] as const).map((each) => (
        <button
          key={each}
          type="button"
          class={each}
          aria-pressed={vote === each}
          aria-label={texts.helpful[each]}
          title={texts.helpful[each]}
          onClick={({ detail }) => {
            if (detail < 2) onVote(vote === each ? null : each)
          }}
        >
          <ThumbIcon />
        </button>
      ))}
    </div>
  )
}

function Sources({ sources }: Pick<Message, 'sources'>) {
  if (!sources.length) return null
  return (
    <ul class="sources" aria-label={texts.sources}>
      {sources.map(({ id, title, url }) => {
        const safe = url && safeUrl(url)
        return (
          <li key={id}>
            {safe ? (
              <a href={safe} target="_blank" rel="noopener noreferrer" dir="auto">
                {title}
                <LinkIcon />
              </a>
            ) : (
              <span dir="auto">{title}</span>
            )}
          </li>
        )
      })}
    </ul>
  )
}

/** What the visitor said. The same node before and after the server has it, so that nothing blinks and a screen reader hears it once. */
export function Mine({
  text,
  at,
  unsent,
  seen,
  quiet,
  outbox,
  refocus,
}: {
  text: string
  at?: number
  /** The last of theirs that a person has read. */
  seen?: boolean
  unsent?: Unsent
  /** Why it is not sent is said elsewhere. */
  quiet?: boolean
  outbox?: Outbox
  refocus?: () => void
}) {
  return (
    <div class={unsent ? 'said visitor unsent' : 'said visitor'}>
      <div class="bubble" title={at ? timeOf(at) : undefined}>
        <Typed text={text} />
      </div>
      {seen && <span class="fate">{texts.seen}</span>}
      {unsent?.state === 'sending' && !quiet && <span class="fate">{texts.sending}</span>}
      {unsent && unsent.state !== 'sending' && !quiet && (
        <span class="fate bad">
          {texts.unsent} {unsent.why}
          <button
            type="button"
            class="plain"
            onClick={() => {
              refocus?.()
              outbox?.retry(unsent)
            }}
          >
            {texts.retry}
          </button>
          {unsent.state === 'refused' && (
            <button
              type="button"
              class="plain"
              onClick={() => {
                refocus?.()
                outbox?.discard(unsent.id)
              }}
            >
              {texts.discard}
            </button>
          )}
        </span>
      )}
    </div>
  )
}

/** The reply that is being written. Screen readers hear the finished message once, from the log, and not each word. */
export function DraftBubble({ text, name }: { text: string; name: string }) {
  if (!text) return <Dots label={texts.thinking(name)} />
  return (
    <div class="said ai" aria-hidden="true">
      <div class="bubble">
        <Markdown text={text} />
      </div>
    </div>
  )
}

export function Dots({ label }: { label: string }) {
  return (
    <div class="said">
      <div class="bubble dots" role="img" aria-label={label}>
        <i />
        <i />
        <i />
      </div>
    </div>
  )
}
