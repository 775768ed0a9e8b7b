import type { Conversation } from '../../protocol/entities.ts'
import { LostLine, useLostSince } from '../feed/lamp.tsx'
import { useSelector } from '../session/use.ts'
import { texts } from '../texts.ts'
import { Markdown } from './markdown.tsx'
import { Turn, type Names } from './message.tsx'
import type { Reading } from '../conversation/reader.ts'

/** The reply that grows word by word, where it will stand. The only thing that is drawn anew when words arrive. */
export function Draft({ reading, names }: { reading: Reading; names: Names }) {
  const draft = useSelector(reading.ephemeral, ({ draft }) => draft)
  const held = useSelector(reading.transcript, (transcript) => transcript?.hold?.run)
  if (!draft || held === draft.run) return null
  return (
    <div data-draft aria-busy="true">
      <Turn from="ai" first names={names}>
        {draft.text ? (
          <>
            <Markdown text={draft.text} />
            {draft.unsaid ? (
              <p className="text-xs text-faint">{texts.transcript.visitorDoesNotSee}</p>
            ) : (
              <WhyPlace />
            )}
          </>
        ) : (
          <span role="status" aria-label={texts.transcript.isThinking(names.agent)}>
            <Dots />
          </span>
        )}
      </Turn>
    </div>
  )
}

/** Keeps the place of "Why?", so that nothing jumps when the draft becomes a message. */
const WhyPlace = () => (
  <span aria-hidden className="invisible block text-xs">
    {texts.transcript.why}
  </span>
)

/** Who is writing: the visitor, or a colleague. While the connection is away it says so instead. */
export function Typing({
  reading,
  conversation,
  names,
  myName,
}: {
  reading: Reading
  conversation: Conversation
  names: Names
  myName: string
}) {
  const typing = useSelector(reading.ephemeral, ({ typing }) => typing)
  const lostSince = useLostSince()
  const shown = typing && conversation.status === 'live' && typing.name !== myName ? typing : null
  return (
    <p
      role="status"
      className="mx-auto flex h-6 w-full max-w-3xl shrink-0 items-center gap-2 px-4 ps-12.5 text-xs text-faint"
    >
      {lostSince !== null ? (
        <LostLine since={lostSince} />
      ) : (
        shown && (
          <>
            {shown.who === 'visitor' ? names.visitor : (shown.name ?? texts.transcript.anOperator)}{' '}
            {texts.transcript.isTyping} <Dots />
          </>
        )
      )}
    </p>
  )
}

function Dots() {
  return (
    <span aria-hidden className="inline-flex items-center gap-1 py-2">
      {[0, 0.15, 0.3].map((delay) => (
        <span
          key={delay}
          style={{ animationDelay: `${delay}s` }}
          className="size-1.5 rounded-full bg-line-strong motion-safe:animate-dots"
        />
      ))}
    </span>
  )
}
