import { Ban, DoorOpen, Ellipsis } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { allows } from '../../protocol/access.ts'
import { newId } from '../../client/id.ts'
import type { Conversation } from '../../protocol/entities.ts'
import type { Standing } from '../../protocol/people/shut-outs.ts'
import { Button, IconButton } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { Menu, MenuItem } from '../components/menu.tsx'
import { Select } from '../components/select.tsx'
import { showToast } from '../components/toast.tsx'
import { nameOf } from '../feed/row.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad, useMe } from '../session/use.ts'
import { texts } from '../texts.ts'

/** What is rarely done with a conversation. */
export function ConversationMenu({ conversation }: { conversation: Conversation }) {
  const { operator } = useMe()
  const [open, setOpen] = useState(false)
  // Whoever writes elsewhere is not in our chat.
  if (!allows(operator.access, 'inbox:manage') || conversation.channel) return null
  return (
    <>
      <Menu
        trigger={
          <IconButton label={texts.shutOuts.more}>
            <Ellipsis size={16} aria-hidden />
          </IconButton>
        }
      >
        <MenuItem icon={<Ban size={14} aria-hidden />} onChoose={() => setOpen(true)}>
          {texts.shutOuts.shutOut}
        </MenuItem>
      </Menu>
      {open && <ShutOutDialog conversation={conversation} onClose={() => setOpen(false)} />}
    </>
  )
}

function ShutOutDialog({ conversation, onClose }: { conversation: Conversation; onClose: () => void }) {
  const params = { id: conversation.id }
  const { value, error } = useLoad(`shut-outs ${conversation.id}`, () =>
    call('GET /api/conversations/:id/shut-outs', { params }),
  )
  return (
    <Dialog open onClose={onClose} title={texts.shutOuts.shutOutAVisitor}>
      {error && (
        <p role="alert" className="p-4 text-bad">
          {error}
        </p>
      )}
      {value && <Standings standing={value} onClose={onClose} />}
      {value ? (
        <Form conversation={conversation} standing={value} onClose={onClose} />
      ) : (
        <div className="h-60" aria-busy="true" />
      )}
    </Dialog>
  )
}

/** By what they are kept out already. */
function Standings({ standing, onClose }: { standing: Standing; onClose: () => void }) {
  if (!standing.shutOuts.length) return null
  const letIn = (id: string) =>
    void call('DELETE /api/shut-outs/:id', { params: { id } }).then(
      () => {
        showToast(texts.shutOuts.isLetIn)
        onClose()
      },
      (error) => showToast(messageOf(error)),
    )
  return (
    <ul className="border-b border-line px-4 py-2">
      {standing.shutOuts.map(({ id, by, reason, name }) => (
        <li key={id} className="flex items-center gap-3 py-1">
          <span className="min-w-0 flex-1 wrap-anywhere">
            {[name, texts.shutOuts.isShutOutNow(by.name)].filter(Boolean).join(' · ')}
            <span className="block text-soft">{reason}</span>
          </span>
          <Button size="small" onClick={() => letIn(id)}>
            <DoorOpen size={14} aria-hidden />
            {texts.shutOuts.letIn}
          </Button>
        </li>
      ))}
    </ul>
  )
}

const hour = 3_600_000
const spans = { hour, day: 24 * hour, week: 7 * 24 * hour, month: 30 * 24 * hour, open: null }
type Span = keyof typeof spans

function Form({
  conversation,
  standing: { network },
  onClose,
}: {
  conversation: Conversation
  standing: Standing
  onClose: () => void
}) {
  const { visitor, id } = conversation
  const [shutOutId] = useState(newId)
  const [who, setWho] = useState<'visitor' | 'network'>('visitor')
  const [reason, setReason] = useState('')
  const [span, setSpan] = useState<Span>('day')
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    const lasts = spans[span]
    const until = lasts === null ? null : Date.now() + lasts
    try {
      await call('POST /api/conversations/:id/shut-outs', {
        params: { id },
        body: { id: shutOutId, who, reason, until },
      })
      showToast(texts.shutOuts.isShutOut)
      onClose()
    } catch (error) {
      setProblem(messageOf(error))
      setBusy(false)
    }
  }
  const choice = (value: typeof who, label: string, disabled = false) => (
    <label className={`flex min-h-7 items-center gap-2 ${disabled ? 'text-faint' : ''}`}>
      <input
        type="radio"
        name="who"
        checked={who === value}
        disabled={disabled}
        onChange={() => setWho(value)}
        className="accent-(--accent)"
      />
      <span className="wrap-anywhere">{label}</span>
    </label>
  )
  return (
    <form onSubmit={(event) => void save(event)} className="flex flex-col gap-4 p-4">
      <p className="text-soft">{texts.shutOuts.whatItDoes}</p>
      <fieldset className="flex flex-col gap-1">
        <legend className="mb-1 font-medium">{texts.shutOuts.whom}</legend>
        {choice('visitor', personIn(visitor))}
        {choice('network', network ? texts.shutOuts.network(network) : texts.shutOuts.networkNotKept, !network)}
        {who === 'network' && <p className="ps-6 text-xs text-warn">{texts.shutOuts.neighbours}</p>}
      </fieldset>
      <Field
        label={texts.shutOuts.why}
        hint={texts.shutOuts.onlyYourTeam}
        value={reason}
        maxLength={500}
        error={problem}
        onChange={(event) => setReason(event.target.value)}
      />
      <div className="flex items-center gap-2">
        <span className="font-medium">{texts.shutOuts.until}</span>
        <Select
          label={texts.shutOuts.until}
          value={span}
          shown
          options={(Object.keys(spans) as Span[]).map((value) => ({ value, label: texts.shutOuts.ends[value] }))}
          onChange={setSpan}
        />
      </div>
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{texts.shutOuts.cancel}</Button>
        <Button type="submit" look="danger" className="border border-current" disabled={busy || !reason.trim()}>
          {texts.shutOuts.shutOutAVisitor}
        </Button>
      </div>
    </form>
  )
}

function personIn(visitor: Conversation['visitor']): string {
  if (!visitor.contactId) return texts.shutOuts.thisVisitor
  return visitor.verified ? texts.shutOuts.person(nameOf(visitor)) : texts.shutOuts.unlessProven(nameOf(visitor))
}
