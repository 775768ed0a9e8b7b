import { CornerDownLeft } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'
import { isComposing } from '../../client/composing.ts'
import { Button } from '../components/button.tsx'
import { Popover } from '../components/popover.tsx'
import { call } from '../session/session.ts'
import { useCommands } from '../shell/commands.ts'
import { texts } from '../texts.ts'

interface HandBackProps {
  conversationId: string
  disabled: boolean
  onHandBack: (note: string) => void
}

const most = 2000

/** Handing back asks what the AI should know, and suggests what was just said; Enter does it. */
export function HandBack({ conversationId, disabled, onHandBack }: HandBackProps) {
  const [open, setOpen] = useState(false)
  const [note, setNote] = useState('')
  const begin = () => {
    setOpen(true)
    setNote('')
    call('GET /api/conversations/:id/brief', { params: { id: conversationId } }).then(
      // Whoever was quicker than the suggestion keeps their own words.
      ({ brief, suggested }) => setNote((written) => written || suggested || (brief?.text ?? '')),
      () => {},
    )
  }
  const handBack = () => {
    setOpen(false)
    onHandBack(note.trim())
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event.nativeEvent)) return
    event.preventDefault()
    handBack()
  }
  useCommands({ handBack: disabled ? null : begin })
  return (
    <Popover
      title={texts.transcript.whatTheAiShouldKnow}
      open={open}
      onOpenChange={(next) => (next ? begin() : setOpen(false))}
      trigger={<Button disabled={disabled}>{texts.transcript.handBackToAi}</Button>}
    >
      <textarea
        autoFocus
        value={note}
        maxLength={most}
        rows={4}
        aria-label={texts.transcript.handBackNote}
        onChange={({ target }) => setNote(target.value)}
        onKeyDown={onKeyDown}
        className="field-sizing-content max-h-60 min-h-24 w-full resize-none rounded-md border border-whisper-line bg-whisper p-2 text-md outline-none"
      />
      <div className="mt-2 flex items-end gap-3">
        <p className="flex-1 text-xs text-whisper-ink">{texts.transcript.theVisitorNeverSeesIt}</p>
        <Button look="solid" size="small" onClick={handBack} aria-keyshortcuts="Enter">
          {texts.transcript.handBack} <CornerDownLeft size={13} aria-hidden />
        </Button>
      </div>
    </Popover>
  )
}
