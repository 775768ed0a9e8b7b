import { CornerDownLeft, Ear } from 'lucide-react'
import { useState, type KeyboardEvent, type ReactNode } from 'react'
import type { Person } from '../../protocol/entities.ts'
import { Avatar } from '../components/avatar.tsx'
import { Button } from '../components/button.tsx'
import { Kbd } from '../components/kbd.tsx'
import type { Fields } from './composer.tsx'
import type { FieldName } from './drafts.ts'

const most = 10_000

interface FieldProps {
  kind: FieldName
  fields: Fields
  person: Person
  placeholder: string
  hint: string
  onSend: () => void
  onTyping?: (on: boolean) => void
  /** Stands in place of the field when there is nothing to write here now. */
  children?: ReactNode
}

/** Replying is white with the operator's face; Inbox training is tinted and says that the visitor never sees it. */
export function Field({ kind, fields, person, placeholder, hint, onSend, onTyping, children }: FieldProps) {
  const reply = kind === 'reply'
  const over = fields.text.length - most
  const maySend = fields.text.trim() !== '' && over <= 0
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter that ends a composition of Japanese, Chinese or Korean is not a send.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    if (maySend) onSend()
  }
  const name = reply ? 'Reply to the visitor' : 'Inbox training. The visitor never sees this.'
  return (
    <div
      className={`rounded-md border transition-colors ${reply ? 'border-line-strong bg-surface focus-within:border-accent' : 'border-whisper-line bg-whisper'}`}
    >
      <div className="flex items-center gap-1 px-2 pt-2">
        <Switch fields={fields} />
        <span className="flex-1" />
        {!reply && <span className="px-1 text-end text-xs font-medium text-whisper-ink">The visitor never sees this</span>}
      </div>
      {children ?? (
        <>
          <div className="flex gap-2 px-3 pt-2">
            {reply ? (
              <Avatar person={person} size={24} label={false} />
            ) : (
              <span aria-hidden className="flex size-6 shrink-0 items-center justify-center rounded-md bg-whisper-ink text-whisper">
                <Ear size={14} />
              </span>
            )}
            <textarea
              ref={fields.ref}
              value={fields.text}
              aria-label={name}
              placeholder={placeholder}
              rows={2}
              onKeyDown={onKeyDown}
              onChange={(event) => {
                fields.setText(event.target.value)
                onTyping?.(event.target.value !== '')
              }}
              onBlur={() => onTyping?.(false)}
              className={`field-sizing-content max-h-48 min-h-11 w-full resize-none bg-transparent text-md outline-none ${reply ? '' : 'placeholder:text-whisper-ink'}`}
            />
          </div>
          <div className="flex items-end gap-3 p-2 ps-3">
            <p className={`min-w-0 flex-1 text-xs ${over > 0 ? 'text-bad' : reply ? 'text-faint' : 'text-whisper-ink'}`}>
              {over > -1000 ? counted(over) : <Hint text={hint} />}
            </p>
            <Button look={reply ? 'solid' : 'whisper'} size="small" onClick={onSend} disabled={!maySend} aria-keyshortcuts="Enter">
              {reply ? 'Send' : 'Whisper'} <CornerDownLeft size={13} aria-hidden />
            </Button>
          </div>
        </>
      )}
    </div>
  )
}

/** One quiet line; the rest of it on demand. */
function Hint({ text }: { text: string }) {
  const [open, setOpen] = useState(false)
  if (text.length < 90) return text
  return (
    <button
      type="button"
      aria-expanded={open}
      title={open ? undefined : text}
      onClick={() => setOpen(!open)}
      className={`rounded-sm text-start ${open ? '' : 'line-clamp-1'}`}
    >
      {text}
    </button>
  )
}

const counted = (over: number) =>
  over > 0 ? `${over} characters too many. At most ${most.toLocaleString()} can be sent.` : `${-over} characters left`

function Switch({ fields }: { fields: Fields }) {
  const tab = (field: FieldName, label: string, keys: string, look: string) => (
    <button
      type="button"
      aria-pressed={fields.open === field}
      onClick={() => fields.choose(field)}
      className={`inline-flex h-6 items-center gap-1.5 rounded-sm px-2 text-xs font-medium whitespace-nowrap transition-colors max-sm:h-8 ${fields.open === field ? look : 'text-soft hover:text-ink'}`}
    >
      {label}{' '}
      <span className="max-sm:hidden">
        <Kbd keys={keys} />
      </span>
    </button>
  )
  return (
    <div role="group" aria-label="Who reads it" className="flex gap-0.5">
      {tab('reply', 'Reply', 'R', 'bg-accent-tint text-accent-text')}
      {tab('training', 'Inbox training', 'W', 'bg-whisper-ink text-whisper')}
    </div>
  )
}
