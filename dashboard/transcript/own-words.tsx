import { useEffect, useState, type KeyboardEvent } from 'react'
import { isComposing } from '../../client/composing.ts'
import type { Message } from '../../protocol/entities.ts'
import { showToast } from '../components/toast.tsx'
import { call, messageOf } from '../session/session.ts'
import { useMe } from '../session/use.ts'
import { texts } from '../texts.ts'
import { Typed } from './markdown.tsx'

const editableMs = 60_000

const quiet = 'rounded-sm text-xs text-faint underline-offset-2 hover:text-accent-text hover:underline'

/** What a person of the team wrote. Whoever wrote it can edit it or take it back for a minute; both sides see that. */
export function OwnWords({ conversationId, message }: { conversationId: string; message: Message }) {
  const [editing, setEditing] = useState(false)
  if (message.withdrawnAt) return <p className="text-faint italic">{texts.transcript.tookThisBack}</p>
  if (editing) return <Editor conversationId={conversationId} message={message} onClose={() => setEditing(false)} />
  return (
    <>
      <Typed text={message.text} outside={false} />
      {message.editedAt && <span className="text-xs text-faint"> {texts.transcript.edited}</span>}
      <Offers conversationId={conversationId} message={message} onEdit={() => setEditing(true)} />
    </>
  )
}

function Offers({ conversationId, message, onEdit }: OwnProps & { onEdit: () => void }) {
  const me = useMe().operator.id
  const fresh = useFresh(message.at)
  if (message.author?.id !== me || !fresh) return null
  const takeBack = () =>
    void call('DELETE /api/conversations/:id/messages/:messageId', {
      params: { id: conversationId, messageId: message.id },
    }).catch((error) => showToast(messageOf(error)))
  return (
    <span className="ms-2 inline-flex gap-2">
      <button type="button" className={quiet} onClick={onEdit}>
        {texts.transcript.edit}
      </button>
      <button type="button" className={quiet} onClick={takeBack}>
        {texts.transcript.takeBack}
      </button>
    </span>
  )
}

/** True until the minute is over. */
function useFresh(at: number): boolean {
  const [fresh, setFresh] = useState(() => Date.now() - at < editableMs)
  useEffect(() => {
    const timer = setTimeout(() => setFresh(false), Math.max(0, at + editableMs - Date.now()))
    return () => clearTimeout(timer)
  }, [at])
  return fresh
}

interface OwnProps {
  conversationId: string
  message: Message
}

function Editor({ conversationId, message, onClose }: OwnProps & { onClose: () => void }) {
  const [text, setText] = useState(message.text)
  const save = () => {
    onClose()
    if (!text.trim()) return
    call('PATCH /api/conversations/:id/messages/:messageId', {
      params: { id: conversationId, messageId: message.id },
      body: { text: text.trim() },
    }).catch((error) => showToast(messageOf(error)))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Escape') return onClose()
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event.nativeEvent)) return
    event.preventDefault()
    save()
  }
  return (
    <textarea
      autoFocus
      aria-label={texts.transcript.editYourReply}
      value={text}
      rows={2}
      maxLength={10_000}
      onChange={({ target }) => setText(target.value)}
      onKeyDown={onKeyDown}
      onBlur={onClose}
      className="field-sizing-content min-h-11 w-96 max-w-full resize-none rounded-md border border-accent bg-surface p-2 text-md outline-none"
    />
  )
}
