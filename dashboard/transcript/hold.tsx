import { CornerDownLeft, Hourglass, PencilLine } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { isComposing } from '../../client/composing.ts'
import { newId } from '../../client/id.ts'
import type { Hold } from '../../protocol/entities.ts'
import { Button } from '../components/button.tsx'
import { Kbd } from '../components/kbd.tsx'
import { useNow } from '../components/time.tsx'
import { showToast } from '../components/toast.tsx'
import { call, messageOf } from '../session/session.ts'
import { commands, useCommands, type CommandName } from '../shell/commands.ts'
import { texts } from '../texts.ts'
import { Markdown } from './markdown.tsx'
import { Sources, Turn, type Names } from './message.tsx'

/** What can be done about a held reply, beside sending and editing it. */
export interface HoldActions {
  whisper: () => void
  /** Null where the caller may not or need not. */
  take: (() => void) | null
  /** Other words went out in its place. */
  onEdited: (hold: Hold, text: string) => void
  /** It was dropped while somebody edited it; their words must not be lost. */
  onLost: (text: string) => void
}

interface HoldProps {
  conversationId: string
  hold: Hold
  names: Names
  actions: HoldActions
}

/** What the AI wrote and the visitor has not read, where it will stand. */
export function HoldEntry({ conversationId, hold, names, actions }: HoldProps) {
  const [editing, setEditing] = useState(false)
  const params = { id: conversationId, run: hold.run }
  const send = () =>
    void call('POST /api/conversations/:id/holds/:run/send', { params }).catch((error) =>
      showToast(messageOf(error)),
    )
  const edit = () => {
    setEditing(true)
    waitFor(conversationId, hold)
  }
  useCommands({ sendHeld: editing ? null : send, editHeld: editing ? null : edit })
  return (
    <div data-hold id={`hold-${hold.run}`}>
      <Turn from="ai" first names={names}>
        <div className="rounded-md border border-dashed border-line-strong bg-ground px-3 py-2">
          <p
            role={hold.dueAt === null ? 'status' : 'timer'}
            className="mb-1 flex items-center gap-1.5 text-xs text-soft"
          >
            {hold.dueAt === null ? <PencilLine size={12} aria-hidden /> : <Hourglass size={12} aria-hidden />}
            <Waiting hold={hold} />
          </p>
          <Amber hold={hold} />
          {editing ? (
            <Editor
              text={hold.text}
              onClose={() => setEditing(false)}
              onLost={actions.onLost}
              onSend={async (text) => {
                await call('PUT /api/conversations/:id/holds/:run/reply', { params, body: { id: newId(), text } })
                actions.onEdited(hold, text)
              }}
            />
          ) : (
            <>
              <Markdown text={hold.text} claims={hold.claims} />
              <Sources sources={hold.sources} />
              <div className="mt-2 flex flex-wrap gap-2">
                <Act look="solid" name="sendHeld" onClick={send} says={texts.transcript.sendNow} />
                <Act name="editHeld" onClick={edit} says={texts.transcript.edit} />
                <Act name="train" onClick={actions.whisper} says={texts.transcript.whisper} />
                {actions.take && <Act name="takeOver" onClick={actions.take} says={texts.transcript.takeOver} />}
              </div>
            </>
          )}
        </div>
      </Turn>
    </div>
  )
}

/** Told again once a minute to whoever goes on writing. */
const againMs = 60_000
let asked = { run: '', at: 0 }

/** It does not go out while somebody writes: what they write is about it. */
export function waitFor(conversationId: string, hold: Pick<Hold, 'run' | 'dueAt'> | null | undefined): void {
  if (!hold || hold.dueAt === null || (asked.run === hold.run && Date.now() - asked.at < againMs)) return
  asked = { run: hold.run, at: Date.now() }
  // Where it has gone out meanwhile the log says so.
  call('POST /api/conversations/:id/holds/:run/wait', { params: { id: conversationId, run: hold.run } }).catch(
    () => {},
  )
}

function Waiting({ hold: { dueAt } }: { hold: Hold }) {
  const now = useNow(250)
  if (dueAt === null) return texts.transcript.draftNotSent
  return texts.transcript.goesOutIn(Math.max(0, Math.ceil((dueAt - now) / 1000)))
}

/** Why it waits, where that is a claim. */
function Amber({ hold: { reason, claims, text } }: { hold: Hold }) {
  const said = claims.filter(({ support }) => support === null).map(({ at, end }) => `“${text.slice(at, end)}”`)
  if (reason !== 'claim' || !said.length) return null
  return <p className="mb-1 text-xs font-medium text-warn">{texts.transcript.nothingItWasGiven(said.join(', '))}</p>
}

interface ActProps {
  name: CommandName
  says: string
  look?: 'solid' | 'outline'
  onClick: () => void
}

function Act({ name, says, look = 'outline', onClick }: ActProps) {
  const keys = commands[name].keys[0]!
  return (
    <Button look={look} size="small" onClick={onClick} aria-keyshortcuts={keys.replace('shift', 'Shift')}>
      {says} <Kbd keys={keys} />
    </Button>
  )
}

interface EditorProps {
  text: string
  onSend: (text: string) => Promise<void>
  onClose: () => void
  onLost: (text: string) => void
}

function Editor({ text: before, onSend, onClose, onLost }: EditorProps) {
  const [text, setText] = useState(before)
  const [busy, setBusy] = useState(false)
  const words = useRef({ text, onLost })
  words.current = { text, onLost }
  const settled = useRef(false)
  useEffect(
    () => () => {
      if (!settled.current && words.current.text !== before) words.current.onLost(words.current.text)
    },
    [before],
  )
  const close = () => {
    settled.current = true
    onClose()
  }
  const send = () => {
    if (!text.trim() || busy) return
    setBusy(true)
    settled.current = true
    onSend(text.trim()).catch((error) => {
      settled.current = false
      setBusy(false)
      showToast(messageOf(error))
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Escape') return close()
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event.nativeEvent)) return
    event.preventDefault()
    send()
  }
  return (
    <>
      <textarea
        autoFocus
        onFocus={({ target }) => target.setSelectionRange(target.value.length, target.value.length)}
        aria-label={texts.transcript.editTheDraft}
        value={text}
        rows={3}
        maxLength={10_000}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={onKeyDown}
        className="field-sizing-content min-h-16 w-128 max-w-full resize-none rounded-md border border-accent bg-surface p-2 text-md outline-none"
      />
      <p className="text-xs text-faint">{texts.transcript.goesOutInYourName}</p>
      <div className="mt-2 flex gap-2">
        <Button look="solid" size="small" onClick={send} disabled={busy || !text.trim()} aria-keyshortcuts="Enter">
          {texts.transcript.send} <CornerDownLeft size={13} aria-hidden />
        </Button>
        <Button size="small" onClick={close} aria-keyshortcuts="Escape">
          {texts.transcript.cancel} <Kbd keys="Escape" />
        </Button>
      </div>
    </>
  )
}
