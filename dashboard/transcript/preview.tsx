import type { Conversation } from '../../protocol/entities.ts'
import { useSelector } from '../session/use.ts'
import { texts } from '../texts.ts'
import type { Reading } from '../conversation/reader.ts'

/** What the visitor is typing, where the workspace wants it. Not announced: it changes with every key and may never be sent. */
export function Preview({
  reading,
  conversation,
  visitor,
}: {
  reading: Reading
  conversation: Conversation
  visitor: string
}) {
  const preview = useSelector(reading.ephemeral, ({ preview }) => preview)
  if (!preview || conversation.status !== 'live') return null
  return (
    <section
      aria-label={texts.transcript.beingTypedNotSent}
      aria-live="off"
      className="mx-auto w-full max-w-3xl shrink-0 px-4 ps-12.5"
    >
      <p className="line-clamp-3 rounded-md border border-dashed border-line-strong px-2 py-1 wrap-anywhere text-soft italic">
        {preview}
      </p>
      <p className="text-xs text-faint">{texts.transcript.notSentYetBy(visitor)}</p>
    </section>
  )
}
