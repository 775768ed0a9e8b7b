import { Sparkles } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../components/button.tsx'
import { call, messageOf } from '../session/session.ts'
import { showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'

/** The AI writes into the reply field; a person reads it, changes it, and sends it or not. */
export function DraftButton({
  conversationId,
  onDraft,
}: {
  conversationId: string
  onDraft: (text: string) => void
}) {
  const [busy, setBusy] = useState(false)
  const draft = async () => {
    setBusy(true)
    await call('POST /api/conversations/:id/draft', { params: { id: conversationId } }).then(
      ({ text }) => onDraft(text),
      (error) => showToast(messageOf(error)),
    )
    setBusy(false)
  }
  return (
    <Button
      look="quiet"
      size="small"
      disabled={busy}
      onClick={() => void draft()}
      title={texts.tickets.theAiWritesA}
    >
      <Sparkles size={13} aria-hidden /> {busy ? texts.tickets.drafting : texts.tickets.draft}
    </Button>
  )
}
