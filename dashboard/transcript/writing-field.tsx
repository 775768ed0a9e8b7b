import { CornerDownLeft, Ear, NotebookPen } from 'lucide-react'
import { useState, type KeyboardEvent, type ReactNode } from 'react'
import { isComposing } from '../../client/composing.ts'
import type { CannedWords } from '../../protocol/tickets/canned.ts'
import type { Person } from '../../protocol/entities.ts'
import { Avatar } from '../components/avatar.tsx'
import { Button } from '../components/button.tsx'
import { Kbd } from '../components/kbd.tsx'
import { texts } from '../texts.ts'
import { Suggestions, useSuggestions } from '../tickets/suggestions.tsx'
import type { Fields } from './fields.ts'
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
  /** Which fields there are here. */
  modes: FieldName[]
  /** What the variables of canned replies stand for, where these can be used. */
  words?: CannedWords
  /** Stands beside the button that sends. */
  action?: ReactNode
  /** Stands in place of the field when there is nothing to write here now. */
  children?: ReactNode
}

const looks = {
  reply: {
    name: texts.transcript.replyToTheVisitor,
    frame: 'border-line-strong bg-surface focus-within:border-accent',
    faint: 'text-faint',
    send: texts.transcript.send,
    button: 'solid',
    secret: '',
    field: '',
    icon: null,
  },
  training: {
    name: texts.transcript.inboxTrainingTheVisitor,
    frame: 'border-whisper-line bg-whisper',
    faint: 'text-whisper-ink',
    send: texts.transcript.whisper,
    button: 'whisper',
    secret: texts.transcript.theVisitorNeverSees,
    field: 'placeholder:text-whisper-ink',
    icon: <Ear size={14} />,
  },
  note: {
    name: texts.transcript.noteToColleaguesThe,
    frame: 'border-dashed border-line-strong bg-sunken focus-within:border-ink',
    faint: 'text-soft',
    send: texts.transcript.addNote,
    button: 'outline',
    secret: texts.transcript.onlyYourTeamSees,
    field: 'placeholder:text-soft',
    icon: <NotebookPen size={14} />,
  },
} as const

/** Replying is white with the operator's face; Inbox training is tinted, a note is framed, and both say that the visitor never sees them. */
export function Field({
  kind,
  fields,
  person,
  placeholder,
  hint,
  onSend,
  onTyping,
  modes,
  words,
  action,
  children,
}: FieldProps) {
  const reply = kind === 'reply'
  const look = looks[kind]
  const suggesting = useSuggestions(kind, fields, words)
  const over = fields.text.length - most
  const maySend = fields.text.trim() !== '' && over <= 0
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (suggesting.press(event) || event.key !== 'Enter' || event.shiftKey || isComposing(event.nativeEvent)) return
    event.preventDefault()
    if (maySend) onSend()
  }
  return (
    <div className={`relative rounded-md border transition-colors ${look.frame}`}>
      <div className="flex items-center gap-1 px-2 pt-2">
        <Switch fields={fields} modes={modes} />
        <span className="flex-1" />
        {look.secret && <span className={`px-1 text-end text-xs font-medium ${look.faint}`}>{look.secret}</span>}
      </div>
      {children ?? (
        <>
          <div className="flex gap-2 px-3 pt-2">
            {reply ? (
              <Avatar person={person} size={24} label={false} />
            ) : (
              <span
                aria-hidden
                className={`flex size-6 shrink-0 items-center justify-center rounded-md ${kind === 'note' ? 'bg-ink text-surface' : 'bg-whisper-ink text-whisper'}`}
              >
                {look.icon}
              </span>
            )}
            <textarea
              ref={fields.ref}
              value={fields.text}
              aria-label={look.name}
              {...suggesting.described}
              placeholder={placeholder}
              rows={2}
              onKeyDown={onKeyDown}
              onSelect={suggesting.look}
              onChange={(event) => {
                fields.setText(event.target.value)
                onTyping?.(event.target.value !== '')
              }}
              onBlur={() => onTyping?.(false)}
              className={`field-sizing-content max-h-48 min-h-11 w-full resize-none bg-transparent text-md outline-none ${look.field}`}
            />
            <Suggestions of={suggesting} />
          </div>
          <div className="flex items-end gap-3 p-2 ps-3">
            <p className={`min-w-0 flex-1 text-xs ${over > 0 ? 'text-bad' : look.faint}`}>
              {over > -1000 ? counted(over) : <Hint text={hint} />}
            </p>
            {action}
            <Button look={look.button} size="small" onClick={onSend} disabled={!maySend} aria-keyshortcuts="Enter">
              {look.send} <CornerDownLeft size={13} aria-hidden />
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
  over > 0
    ? texts.transcript.charactersTooManyAt(over, most.toLocaleString())
    : texts.transcript.charactersLeft(-over)

function Switch({ fields, modes }: { fields: Fields; modes: FieldName[] }) {
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
    <div role="group" aria-label={texts.transcript.whoReadsIt} className="flex gap-0.5">
      {modes.includes('reply') && tab('reply', texts.transcript.reply, 'R', 'bg-accent-tint text-accent-text')}
      {modes.includes('note') && tab('note', texts.transcript.note, 'N', 'bg-ink text-surface')}
      {modes.includes('training') &&
        tab('training', texts.transcript.inboxTraining, 'W', 'bg-whisper-ink text-whisper')}
    </div>
  )
}
