import { Plus } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { newId } from '../../client/id.ts'
import { fillCanned } from '../../protocol/tickets/canned.ts'
import type { CannedReply } from '../../protocol/tickets/shapes.ts'
import { Button } from '../components/button.tsx'
import { Empty, ErrorMessage } from '../components/empty.tsx'
import { Area, Field } from '../components/field.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad, useMe } from '../session/use.ts'
import { Screen } from '../shell/screen.tsx'
import { runUnlessUndone, showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'

/** Replies that are written once and used often. */
export function CannedScreen() {
  const { value, error, reload } = useLoad('canned', () => call('GET /api/canned-replies'))
  const [open, setOpen] = useState<{ id: string; reply: CannedReply | null } | null>(null)
  const [removing, setRemoving] = useState<ReadonlySet<string>>(new Set())
  const replies = value?.replies.filter(({ id }) => !removing.has(id)) ?? []
  const stay = (id: string) => setRemoving((before) => new Set([...before].filter((each) => each !== id)))
  const remove = ({ id, name }: CannedReply) => {
    setOpen(null)
    setRemoving((before) => new Set(before).add(id))
    const act = () =>
      void call('DELETE /api/canned-replies/:id', { params: { id }, keepalive: true }).then(reload, (problem) => {
        stay(id)
        showToast(messageOf(problem))
      })
    runUnlessUndone(texts.tickets.removed(name), act, () => stay(id))
  }
  return (
    <Screen
      name={texts.tickets.cannedReplies}
      opened={open !== null}
      action={
        <Button size="small" onClick={() => setOpen({ id: newId(), reply: null })}>
          <Plus size={14} aria-hidden />
          {texts.tickets.write}
        </Button>
      }
      list={
        <>
          {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
          {value && !replies.length && (
            <Empty title={texts.tickets.noCannedRepliesYet}>
              <p>{texts.tickets.whatYouWriteOften}</p>
            </Empty>
          )}
          <ul
            aria-label={texts.tickets.cannedReplies}
            className="min-h-0 flex-1 overflow-y-auto border-t border-line"
          >
            {replies.map((reply) => (
              <li key={reply.id}>
                <button
                  type="button"
                  onClick={() => setOpen({ id: reply.id, reply })}
                  aria-current={open?.id === reply.id ? 'true' : undefined}
                  className={`flex h-15 w-full flex-col justify-center gap-0.5 border-b border-line px-3 text-start transition-colors focus-visible:-outline-offset-2 ${open?.id === reply.id ? 'bg-chosen' : 'hover:bg-hover'}`}
                >
                  <span className="w-full truncate font-medium">{reply.name}</span>
                  <span className="w-full truncate text-xs text-soft">{reply.text}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      }
    >
      {open ? (
        <Editor
          key={open.id}
          id={open.id}
          reply={open.reply}
          onSaved={(reply) => {
            setOpen({ id: reply.id, reply })
            reload()
          }}
          onRemove={remove}
          onClose={() => setOpen(null)}
        />
      ) : (
        <Empty title={texts.tickets.chooseAReply}>
          {'{{name}}, {{agent}} and {{ticket}} stand for the visitor, for you, and for the number of the ticket.'}
        </Empty>
      )}
    </Screen>
  )
}

interface EditorProps {
  id: string
  reply: CannedReply | null
  onSaved: (reply: CannedReply) => void
  onRemove: (reply: CannedReply) => void
  onClose: () => void
}

function Editor({ id, reply, onSaved, onRemove, onClose }: EditorProps) {
  const me = useMe().operator
  const [name, setName] = useState(reply?.name ?? '')
  const [text, setText] = useState(reply?.text ?? '')
  const [problem, setProblem] = useState<string | null>(null)
  const save = (event: FormEvent) => {
    event.preventDefault()
    setProblem(null)
    call('PUT /api/canned-replies/:id', { params: { id }, body: { name, text } }).then(
      ({ reply }) => {
        showToast(texts.tickets.saved)
        onSaved(reply)
      },
      (error) => setProblem(messageOf(error)),
    )
  }
  return (
    <form
      onSubmit={save}
      aria-label={texts.tickets.cannedReply}
      className="flex w-full max-w-2xl flex-col gap-4 overflow-y-auto p-4"
    >
      <Field
        label={texts.tickets.name}
        hint={texts.tickets.howItIsFound}
        value={name}
        maxLength={80}
        onChange={(event) => setName(event.target.value)}
        error={problem}
      />
      <Area
        label={texts.tickets.text}
        hint={'{{name}} is the visitor’s first name, {{agent}} your name, {{ticket}} the number of the ticket.'}
        rows={8}
        maxLength={5000}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {text.trim() && (
        <section aria-label={texts.tickets.preview}>
          <h2 className="mb-1 text-xs font-medium text-faint">{texts.tickets.asJaneWouldRead}</h2>
          <p className="rounded-md bg-sunken px-3 py-2 text-md whitespace-pre-wrap">
            {fillCanned(text, { name: 'Jane Doe', agent: me.name, ticket: 12 })}
          </p>
        </section>
      )}
      <div className="flex gap-2">
        <Button type="submit" look="solid" disabled={!name.trim() || !text.trim()}>
          {texts.tickets.save}
        </Button>
        <Button look="quiet" onClick={onClose}>
          {texts.tickets.close}
        </Button>
        <span className="flex-1" />
        {reply && (
          <Button look="danger" onClick={() => onRemove(reply)}>
            {texts.tickets.remove}
          </Button>
        )}
      </div>
    </form>
  )
}
