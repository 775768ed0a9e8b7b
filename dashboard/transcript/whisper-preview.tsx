import { useEffect, useState } from 'react'
import type { RouteReply } from '../../protocol/api.ts'
import { call } from '../session/session.ts'
import { texts } from '../texts.ts'

type Shown = RouteReply<'POST /api/conversations/:id/whispers/preview'>

/** Typing on within this time asks for nothing yet. */
const restMs = 120

/** While a whisper is typed: what the AI would answer to the visitor's last question with it. Typing on gives up what was asked for before. */
export function WhisperPreview({ conversationId, text }: { conversationId: string; text: string }) {
  const shown = usePreview(conversationId, text.trim())
  if (!shown?.question || shown.with === null) return null
  return (
    <section
      aria-label={texts.transcript.nextReplyPreview}
      aria-live="off"
      className="mt-1.5 flex max-h-40 flex-col gap-0.5 overflow-y-auto rounded-md border border-dashed border-whisper-line px-3 py-1.5"
    >
      <p className="line-clamp-1 text-xs text-whisper-ink">{texts.transcript.withThisTo(shown.question)}</p>
      {shown.with === shown.without ? (
        <p className="text-soft">{texts.transcript.changesNothingThere}</p>
      ) : (
        <>
          <p className="wrap-break-word whitespace-pre-wrap">{shown.with}</p>
          <details className="text-xs text-soft">
            <summary className="cursor-default">{texts.transcript.withoutThisWhisper}</summary>
            <p className="wrap-break-word whitespace-pre-wrap">{shown.without}</p>
          </details>
        </>
      )}
    </section>
  )
}

function usePreview(conversationId: string, text: string): Shown | null {
  const [shown, setShown] = useState<Shown | null>(null)
  useEffect(() => {
    setShown((before) => (text ? before : null))
    if (!text) return
    const given = new AbortController()
    const timer = setTimeout(() => {
      call('POST /api/conversations/:id/whispers/preview', {
        params: { id: conversationId },
        body: { text },
        signal: given.signal,
      }).then(
        (preview) => !given.signal.aborted && setShown(preview),
        // A preview that cannot be had is no trouble of the whisper's.
        () => !given.signal.aborted && setShown(null),
      )
    }, restMs)
    return () => {
      clearTimeout(timer)
      given.abort()
    }
  }, [conversationId, text])
  return shown
}
